// Connections behind somebody who answers instead of the endpoints.
// What is up and down: prefixes, connections, groups and endpoints, also across a restart.
#include <gtest/gtest.h>

#include "unit/reachability/reach_monitor_harness.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

// Both connections, whose endpoints are probed by https, too. Somebody answers everything.
class InterceptedConnections : public ReachMonitorHarness {
 public:
  InterceptedConnections() : ReachMonitorHarness(with_https()) {}

  // Passes `count` seconds in which the https probes of `intercepted` targets meet a portal, and
  // all others are answered.
  const ReachReport& meet_portal(int count, const std::vector<std::size_t>& intercepted) {
    for (int i = 0; i < count; ++i, ++second_) {
      for (std::size_t t = 0; t < snapshot.targets.size(); ++t) {
        const bool https = snapshot.targets[t].target.probe == 1;
        const bool foreign = std::ranges::find(intercepted, t) != intercepted.end();
        if (!foreign) answer(snapshot.targets[t], second_, 1, 10ms);
        if (foreign) reject(snapshot.targets[t]);
        if (https) observe(t, foreign);
      }
      assess();
    }
    return report;
  }

  // A reload that changes nothing that matters here.
  void reload() { snapshot.config = std::make_shared<Config>(*snapshot.config); }

  // A reload that changes the hosts of both endpoints.
  void ask_other_hosts() {
    auto config = std::make_shared<Config>(*snapshot.config);
    for (EndpointConfig& endpoint : config->endpoints) endpoint.host = "other." + endpoint.host;
    snapshot.config = std::move(config);
  }

  // The https targets of the connections: of seattle's two prefixes, and of portland's.
  const std::vector<std::size_t> of_seattle{1, 3, 5, 7};
  const std::vector<std::size_t> of_portland{9, 11};

 private:
  static Config with_https() {
    Config config = two_connections();
    for (EndpointConfig& endpoint : config.endpoints) endpoint.probes.push_back(https_probe(1s));
    config.endpoints[0].host = "teams.example";
    config.endpoints[1].host = "outlook.example";
    return config;
  }

  static void reject(TargetSnapshot& target) {
    record_sent(target.counters);
    record_lost(target.counters, LossReason::tls);
  }

  void observe(std::size_t t, bool foreign) {
    TargetObservations observed;
    if (const auto& before = snapshot.targets[t].observations) observed = *before;
    observed.last_exchange = HttpExchange{};
    observed.last_exchange->foreign_name = foreign ? "portal.example" : "";
    if (!foreign) ++observed.answers_of_host;
    set_observations(snapshot.targets[t], observed);
  }

  std::uint64_t second_ = 1;
};

TEST(ReachMonitor, IsDownBehindACaptivePortalThatAnswersPings) {
  InterceptedConnections reaching;
  reaching.meet_portal(5, {});
  const MonotonicTime last_genuine = reaching.snapshot.taken_at;
  reaching.meet_portal(14, reaching.of_portland);
  ASSERT_EQ(reaching.report.connections.at(1).up, true);
  reaching.meet_portal(1, reaching.of_portland);
  EXPECT_EQ(reaching.report.connections.at(1).up, false);
  EXPECT_EQ(reaching.report.connections.at(1).since, last_genuine);
  EXPECT_EQ(reaching.report.connections.at(1).reason,
            "answers on its prefix are rejected: certificate of portal.example is not that of "
            "teams.example, outlook.example");
  EXPECT_EQ(reaching.report.connections.at(0).up, true);
  for (const PathReach& path : reaching.report.paths) EXPECT_FALSE(path.down);
  reaching.meet_portal(2, {});
  EXPECT_EQ(reaching.report.connections.at(1).up, true) << "four genuine answers";
}

TEST(ReachMonitor, SetsTheLossesOfAPortalApart) {
  InterceptedConnections reaching;
  reaching.meet_portal(5, {});
  reaching.meet_portal(30, reaching.of_portland);
  ASSERT_EQ(reaching.report.connections.at(1).up, false);
  std::uint64_t apart = 0;
  for (const PathReach& path : reaching.meet_portal(2, {}).paths) apart += path.outage_losses;
  EXPECT_EQ(apart, 60U) << "30 of each of two endpoints";
}

TEST(ReachMonitor, IsUpIfAReloadAsksOtherHostsThatNeverPassed) {
  InterceptedConnections reaching;
  reaching.meet_portal(5, {});
  reaching.ask_other_hosts();
  reaching.meet_portal(60, reaching.of_portland);
  EXPECT_EQ(reaching.report.connections.at(1).up, true);
}

TEST(ReachMonitor, RecoversIfTheRejectedEndpointsAreNoLongerAsked) {
  InterceptedConnections reaching;
  reaching.meet_portal(5, {});
  reaching.meet_portal(30, reaching.of_portland);
  ASSERT_EQ(reaching.report.connections.at(1).up, false);
  reaching.ask_other_hosts();
  reaching.meet_portal(5, reaching.of_portland);
  EXPECT_EQ(reaching.report.connections.at(1).up, true) << "by pings: nothing else has ever passed";
}

TEST(ReachMonitor, StaysDownBehindAPortalAcrossARestartAndReloads) {
  InterceptedConnections reaching;
  reaching.restore(Reach::down, 10min);  // with a reason: somebody else answered
  reaching.meet_portal(30, reaching.of_portland);
  ASSERT_EQ(reaching.report.connections.at(1).up, false);
  reaching.reload();
  reaching.meet_portal(30, reaching.of_portland);
  EXPECT_EQ(reaching.report.connections.at(1).up, false);
  reaching.meet_portal(2, {});
  EXPECT_EQ(reaching.report.connections.at(1).up, true);
}

TEST(ReachMonitor, RecoversAfterARestartIfTheRejectedEndpointsAreNoLongerAsked) {
  InterceptedConnections reaching;
  reaching.restore(Reach::down, 10min);
  reaching.meet_portal(30, reaching.of_portland);
  reaching.ask_other_hosts();
  reaching.meet_portal(5, reaching.of_portland);
  EXPECT_EQ(reaching.report.connections.at(1).up, true);
}

TEST(ReachMonitor, IsUpThoughTheCertificateOfOneEndpointIsWrong) {
  InterceptedConnections reaching;
  reaching.meet_portal(5, {});
  reaching.meet_portal(60, {1, 5, 9});  // teams, from everywhere
  EXPECT_EQ(reaching.report.connections.at(0).up, true);
  EXPECT_EQ(reaching.report.connections.at(1).up, true);
}

TEST(ReachMonitor, IsUpBehindAProxyThatHasAlwaysAnswered) {
  InterceptedConnections reaching;
  reaching.meet_portal(60, {1, 3, 5, 7, 9, 11});
  EXPECT_EQ(reaching.report.groups.at("contoso").up, true);
}

}  // namespace
}  // namespace peeringd
