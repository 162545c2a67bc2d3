// Which prefixes a report concerns: no others are evaluated.
#include "routes/apply.hpp"

#include <gmock/gmock.h>

#include "scenario.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// 203.0.113.0/24 with three sessions, and 198.51.100.0/24 with a session of its own at edge-2.
class TwoPrefixes : public testing::Test {
 protected:
  TwoPrefixes() {
    MonitoredPrefix other = monitored_prefix();
    other.prefix = *IpPrefix::parse("198.51.100.0/24");
    other.sessions = {{other_session_, SessionRole::primary, SessionShows::received}};
    plan_ = make_route_plan({monitored_prefix(), other}, 3);
    table_.prefixes.resize(2);
  }

  std::vector<std::size_t> concerned(const RouteInput& input) {
    return apply(table_, plan_, input, MonotonicTime{std::chrono::hours{1}});
  }

  const Vantage other_session_{RouteSource::bmp, "edge-2",
                               boost::asio::ip::make_address("192.0.2.14"), RouteView::pre_policy};
  RoutePlan plan_;
  RouteTable table_;
};

TEST_F(TwoPrefixes, AreConcernedByTheirOwnSessions) {
  using What = SessionChange::What;
  EXPECT_THAT(concerned(SessionChange{other_session_, 64501, What::up}), ElementsAre(0));
  EXPECT_THAT(concerned(SessionChange{primary_session, 64501, What::up}), ElementsAre(1));
  EXPECT_THAT(concerned(SessionChange{primary_session, 64501, What::down}), ElementsAre(1));
}

TEST_F(TwoPrefixes, AreConcernedByTheLossOfTheirRouters) {
  EXPECT_THAT(concerned(SourceChange{RouteSource::bmp, "edge-1", true}), IsEmpty());
  EXPECT_THAT(concerned(SourceChange{RouteSource::bmp, "edge-1", false}), ElementsAre(1));
  EXPECT_THAT(concerned(SourceChange{RouteSource::bmp, "edge-2", false}), ElementsAre(0, 1));
  EXPECT_THAT(concerned(SourceChange{RouteSource::bmp, "", false}), ElementsAre(0, 1));
}

TEST_F(TwoPrefixes, AreConcernedBySessionsWhoseRoutesWereDropped) {
  table_.prefixes[0].dropped_more_specifics.insert(primary_session);
  EXPECT_THAT(concerned(SessionChange{primary_session, 64501, SessionChange::What::up}),
              ElementsAre(0, 1));
  table_.prefixes[0].dropped.insert(primary_session);
  EXPECT_THAT(concerned(SourceChange{RouteSource::bmp, "edge-1", false}), ElementsAre(0, 1));
}

TEST_F(TwoPrefixes, AreConcernedByRisPeersThatReportedThem) {
  const Vantage peer{RouteSource::ris, "rrc00", boost::asio::ip::make_address("192.0.2.200")};
  EXPECT_THAT(concerned(SessionChange{peer, 64700, SessionChange::What::down}), IsEmpty());
  concerned(RouteObservation{peer, 64700, plan_.prefixes[1].prefix, 0,
                             BgpRoute{{{64700}, {}, false}, 64700, {}, {}}});
  EXPECT_THAT(concerned(SessionChange{peer, 64700, SessionChange::What::down}), ElementsAre(1));
  EXPECT_THAT(concerned(SourceChange{RouteSource::ris, "", false}), ElementsAre(0, 1));
}

}  // namespace
}  // namespace peeringd
