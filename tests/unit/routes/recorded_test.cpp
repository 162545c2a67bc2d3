// Recorded streams of gobgpd and FRR, from their bytes to events: what they send against the RFCs
// is no event.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "bgp/bmp_session.hpp"
#include "routes/observe.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Recorded {
 public:
  /// Sessions of 10.0.0.11 (primary) and 10.0.0.12 (backup).
  explicit Recorded(RouteView view) : view_(view) {
    MonitoredPrefix monitored;
    monitored.prefix = *IpPrefix::parse("203.0.113.0/24");
    monitored.rules.origins = {64496};
    for (const char* const peer : {"10.0.0.11", "10.0.0.12"}) {
      const bool first = monitored.sessions.empty();
      monitored.sessions.push_back(
          {{RouteSource::bmp, "edge-1", boost::asio::ip::make_address(peer), view},
           first ? SessionRole::primary : SessionRole::backup,
           SessionShows::received});
    }
    plan_ = make_route_plan({monitored}, {});
    table_.prefixes.resize(1);
  }

  /// One connection, from its first byte to its end.
  std::vector<std::string> play(const std::string& file) {
    std::ifstream stream(PEERINGD_TEST_DATA "/bgp/" + file, std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
    const std::vector<IpPrefix> prefixes{plan_.prefixes.front().prefix};
    BmpSession session("edge-1", view_, std::make_shared<const PrefixFilter>(prefixes));
    std::vector<std::string> events;
    std::span<const std::uint8_t> rest = bytes;
    while (!rest.empty()) {
      const auto frame = next_bmp_frame(rest);
      std::vector<BmpReport> reports;
      session.read(**frame, reports);
      for (const BmpReport& report : reports) {
        std::visit([&](const auto& value) { observe_into(events, value); }, report);
      }
      rest = rest.subspan((*frame)->size);
      now_ += std::chrono::milliseconds{20};
      observe_into(events, Tick{});
    }
    observe_into(events, SourceChange{RouteSource::bmp, "edge-1", false});
    now_ += std::chrono::minutes{5};
    observe_into(events, Tick{});
    return events;
  }

 private:
  void observe_into(std::vector<std::string>& events, const RouteInput& input) {
    for (const Event& event : observe(table_, plan_, input, now_)) {
      events.push_back(std::string(name_of(event.kind)) + ' ' + event.summary);
    }
  }

  RouteView view_;
  RoutePlan plan_;
  RouteTable table_;
  MonotonicTime now_{std::chrono::hours{1}};
};

TEST(RecordedStream, OfGobgpRaisesTheEventsOfItsScenario) {
  Recorded gobgp(RouteView::pre_policy);
  const auto events = gobgp.play("gobgp.bmp");
  std::vector<std::string> kinds;
  for (const std::string& event : events) kinds.push_back(event.substr(0, event.find(' ')));
  EXPECT_THAT(kinds, testing::ElementsAre(
                         "PrefixActivePath", "PrefixBackupPath", "PrefixOriginAsChangeEvent",
                         "PrefixActivePath", "PrefixMoreSpecificEvent", "PrefixWithdrawalEvent",
                         "PrefixOriginAsChangeClearedEvent", "PrefixBackupRouteWithdrawalEvent",
                         "PrefixMoreSpecificClearedEvent", "PrefixBackupRouteAnnouncementEvent"));
}

TEST(RecordedStream, GobgpReconnectRaisesOnlyNewEvents) {
  Recorded gobgp(RouteView::pre_policy);
  gobgp.play("gobgp.bmp");
  const auto events = gobgp.play("gobgp2.bmp");
  EXPECT_THAT(events, Not(Contains(HasSubstr("Withdrawal"))));
  EXPECT_THAT(events, Not(Contains(HasSubstr("Origin"))));
  EXPECT_THAT(events, Contains(HasSubstr("more-specific 203.0.113.64/26 announced by AS 64496")));
}

TEST(RecordedStream, GobgpShutdownRaisesNoWithdrawalInThePostPolicyView) {
  Recorded gobgp(RouteView::post_policy);
  gobgp.play("gobgp.bmp");
  const auto events = gobgp.play("gobgp2.bmp");
  EXPECT_THAT(events, Not(Contains(HasSubstr("Withdrawal"))));
  EXPECT_THAT(events, Not(Contains(HasSubstr("Cleared"))));
}

TEST(RecordedStream, GobgpTableWithoutPathIdsRaisesNoWithdrawal) {
  Recorded gobgp(RouteView::pre_policy);
  gobgp.play("ap.bmp");
  const auto events = gobgp.play("ap2.bmp");
  EXPECT_THAT(events, Not(Contains(HasSubstr("Withdrawal"))));
  EXPECT_THAT(events, Not(Contains(HasSubstr("Origin"))));
}

TEST(RecordedStream, FrrWithdrawalsInsteadOfAnnouncementsRaiseNoEvents) {
  Recorded frr(RouteView::pre_policy);
  const auto events = frr.play("frr.bmp");
  EXPECT_THAT(events, Not(Contains(HasSubstr("BackupRoute"))))
      << "10.0.0.12 shows only withdrawals";
  EXPECT_THAT(events, Contains(HasSubstr("announced by AS 64666 instead of AS 64496")));
}

TEST(RecordedStream, FrrReconnectRaisesNoWithdrawal) {
  Recorded frr(RouteView::pre_policy);
  frr.play("frr.bmp");
  const auto events = frr.play("frr2.bmp");
  EXPECT_THAT(events, Contains(HasSubstr("PrefixAnnouncementEvent"))) << "it was absent before";
  EXPECT_THAT(events, Not(Contains(HasSubstr("Withdrawal"))));
  EXPECT_THAT(frr.play("frr2.bmp"), IsEmpty());
}

}  // namespace
}  // namespace peeringd
