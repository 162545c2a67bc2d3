// What gobgpd 3.10 sends, and how it differs from the RFCs.
#include <gmock/gmock.h>

#include "recorded_stream.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

ReadStream gobgp(const std::string& file, RouteView view = RouteView::pre_policy) {
  return read_stream(read_recorded(file), view, {"203.0.113.0/24", "2001:db8:a::/48"});
}

std::vector<std::string> of(const ReadStream& stream, const std::string& start) {
  std::vector<std::string> lines;
  for (const std::string& line : stream.lines) {
    if (line.starts_with(start)) lines.push_back(line);
  }
  return lines;
}

TEST(GobgpStream, ShowsTheRoutesOfASessionInTheirOrder) {
  const ReadStream stream = gobgp("gobgp.bmp");
  EXPECT_EQ(stream.system_name, "site-router");
  EXPECT_THAT(of(stream, "10.0.0.11 pre"),
              ElementsAre("10.0.0.11 pre up",
                          "10.0.0.11 pre 203.0.113.0/24 64501 64496 origin 64496 8075:8007",
                          "10.0.0.11 pre 2001:db8:a::/48 64501 64496 origin 64496",
                          "10.0.0.11 pre 203.0.113.0/24 64501 64666 origin 64666",
                          "10.0.0.11 pre 203.0.113.0/24 withdrawn",
                          "10.0.0.11 pre 2001:db8:a::/48 withdrawn"));
  EXPECT_EQ(stream.counts.malformed, 0U);
}

TEST(GobgpStream, StartsTheLocRibWithItsFirstRouteWithoutAPeerUp) {
  EXPECT_THAT(of(gobgp("gobgp.bmp"), "local").front(), "local up");
  EXPECT_THAT(of(gobgp("gobgp.bmp"), "local")[1],
              "local 203.0.113.0/24 64501 64496 origin 64496 8075:8007");
}

TEST(GobgpStream, WithdrawsRoutesOfALostSessionInThePostPolicyViewOnly) {
  EXPECT_THAT(
      of(gobgp("gobgp.bmp"), "10.0.0.12 pre"),
      ElementsAre("10.0.0.12 pre up", "10.0.0.12 pre 203.0.113.0/24 64502 64520 64496 origin 64496",
                  "10.0.0.12 pre 203.0.113.128/25 64502 64666 origin 64666", "10.0.0.12 pre down",
                  "10.0.0.12 pre up",
                  "10.0.0.12 pre 203.0.113.0/24 64502 64520 64496 origin 64496"));
  EXPECT_THAT(of(gobgp("gobgp.bmp", RouteView::post_policy), "10.0.0.12 post"),
              IsSupersetOf({"10.0.0.12 post 203.0.113.0/24 withdrawn",
                            "10.0.0.12 post 203.0.113.128/25 withdrawn", "10.0.0.12 post down"}));
}

TEST(GobgpStream, SetsFlagAInTheEndOfRibOfThePostPolicyView) {
  EXPECT_THAT(gobgp("gobgp2.bmp", RouteView::post_policy).lines,
              Contains("10.0.0.12 post synchronised ipv4"));
  EXPECT_THAT(gobgp("gobgp2.bmp").lines,
              IsSupersetOf({"10.0.0.11 pre synchronised ipv4", "10.0.0.11 pre synchronised ipv6",
                            "10.0.0.12 pre synchronised ipv4"}));
}

// In the Loc-RIB they have no AS_PATH at all.
TEST(GobgpStream, IgnoresOwnRoutesOfAPeerWithoutAnAddress) {
  const auto stream =
      read_stream(read_recorded("gobgp2.bmp"), RouteView::post_policy, {"198.51.100.0/24"});
  EXPECT_THAT(of(stream, "local 198"), ElementsAre("local 198.51.100.0/24 origin 64500"));
  EXPECT_THAT(stream.lines, Not(Contains(StartsWith("::"))));
}

TEST(GobgpStream, WithdrawsAllRoutesBeforeAShutdownInThePostPolicyViewOnly) {
  EXPECT_THAT(of(gobgp("gobgp2.bmp"), "10.0.0.12 pre"), Not(Contains(HasSubstr("withdrawn"))));
  EXPECT_THAT(of(gobgp("gobgp2.bmp", RouteView::post_policy), "10.0.0.12 post").back(),
              "10.0.0.12 post 203.0.113.0/26 withdrawn");
  EXPECT_THAT(of(gobgp("gobgp2.bmp"), "local").back(), "local 203.0.113.64/26 withdrawn");
}

TEST(GobgpStream, HasPathIdsInUpdates) {
  EXPECT_THAT(gobgp("ap.bmp").lines,
              IsSupersetOf({"10.0.0.11 pre 203.0.113.0/24 id 1 64501 64496 origin 64496",
                            "10.0.0.11 pre 203.0.113.0/24 id 2 64501 64520 64496 origin 64496"}));
}

TEST(GobgpStream, MarksATableWithoutPathIdsAsIncomplete) {
  const ReadStream stream = gobgp("ap2.bmp");
  const auto routes = of(stream, "10.0.0.11 pre 203");
  EXPECT_THAT(routes, Not(Contains(HasSubstr("withdrawn"))));
  EXPECT_THAT(stream.lines, Contains("10.0.0.11 pre incomplete ipv4"));
  EXPECT_GT(stream.counts.malformed, 0U);
}

}  // namespace
}  // namespace peeringd
