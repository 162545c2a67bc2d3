// What FRR 8.4.4 sends, and how it differs from the RFCs.
#include <gmock/gmock.h>

#include "recorded_stream.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

ReadStream frr(const std::string& file, const std::vector<std::string>& prefixes) {
  return read_stream(read_recorded(file), RouteView::pre_policy, prefixes);
}

TEST(FrrStream, StripsThePrependedLocalAs) {
  EXPECT_THAT(frr("frr.bmp", {"203.0.113.0/24", "2001:db8:a::/48"}).lines,
              IsSupersetOf({"10.0.0.11 pre 203.0.113.0/24 64501 64496 origin 64496 8075:8007",
                            "10.0.0.11 pre 203.0.113.0/24 64501 64666 origin 64666",
                            "10.0.0.11 pre 2001:db8:a::/48 64501 64496 origin 64496"}));
}

TEST(FrrStream, IgnoresAPeerDownWithoutAPeerUp) {
  const ReadStream stream = frr("frr.bmp", {"203.0.113.0/24"});
  EXPECT_THAT(stream.lines, Not(Contains(StartsWith("10.0.0.13"))));
  EXPECT_EQ(stream.lines.front(), "10.0.0.11 pre up");
  EXPECT_THAT(stream.lines, Contains("10.0.0.12 pre down")) << "this peer was up";
  EXPECT_GE(stream.counts.ignored, 3U);
}

TEST(FrrStream, IgnoresOwnRoutesOfAPeerWithoutAnAddress) {
  const auto stream =
      read_stream(read_recorded("frr.bmp"), RouteView::post_policy, {"198.51.100.0/24"});
  EXPECT_THAT(stream.lines, Not(Contains(HasSubstr("198.51.100.0/24"))));
}

TEST(FrrStream, WithdrawsAnnouncementsUnlessPrePolicyRoutesAreStored) {
  const auto pre = frr("frr.bmp", {"203.0.113.0/24"}).lines;
  EXPECT_THAT(pre, Contains("10.0.0.12 pre 203.0.113.0/24 withdrawn"));
  const auto post =
      read_stream(read_recorded("frr.bmp"), RouteView::post_policy, {"203.0.113.0/24"}).lines;
  EXPECT_THAT(post, Contains("10.0.0.12 post 203.0.113.0/24 64502 64520 64496 origin 64496"));
}

// FRR withdraws it when it arrives, and announces it in the next table.
TEST(FrrStream, WithdrawsARouteWithItsLocalAsInUpdatesAndTables) {
  for (const char* const file : {"frr.bmp", "frr2.bmp"}) {
    const auto lines = frr(file, {"192.0.2.0/24"}).lines;
    EXPECT_THAT(lines, Contains("10.0.0.11 pre 192.0.2.0/24 withdrawn")) << file;
    EXPECT_THAT(lines, Not(Contains(HasSubstr("192.0.2.0/24 64501")))) << file;
  }
}

TEST(FrrStream, EndsItsTableForBothFamilies) {
  EXPECT_THAT(frr("frr2.bmp", {"203.0.113.0/24"}).lines,
              IsSupersetOf({"10.0.0.11 pre synchronised ipv4", "10.0.0.11 pre synchronised ipv6"}));
}

}  // namespace
}  // namespace peeringd
