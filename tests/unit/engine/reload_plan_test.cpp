// The targets that a new configuration keeps, changes, adds and removes.
#include "engine/reload_plan.hpp"

#include <gtest/gtest.h>

#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

const MonotonicTime reload_time{1000h};

ProbeConfig warm_pair(bool follows) {
  HttpOptions options;
  options.server_name = "edge.example";
  options.warm = !follows;
  options.follows = follows;
  return {options, 10s, 2s, follows ? "https:warm" : "https"};
}

// Two connections, of which the first has two prefixes; two endpoints, one with a warm HTTPS probe.
Config standard() {
  auto first = test::connection("contoso",
                                {test::prefix("203.0.113.0/24"), test::prefix("198.51.100.0/24")});
  auto second = test::connection("fabrikam", {test::prefix("192.0.2.0/24")});
  first.endpoints = second.endpoints = {0, 1};
  return test::config({test::endpoint("edge", "edge.example", {test::icmp_probe()}),
                       test::endpoint("web", "web.example", {warm_pair(false), warm_pair(true)})},
                      {std::move(first), std::move(second)});
}

struct Counts {
  std::size_t unchanged, altered, added, removed;
  friend bool operator==(const Counts&, const Counts&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Counts& counts) {
    return out << counts.unchanged << " unchanged, " << counts.altered << " altered, "
               << counts.added << " added, " << counts.removed << " removed";
  }
};

ReloadPlan plan(Config before, Config after) {
  return plan_reload(std::make_shared<const Config>(std::move(before)),
                     std::make_shared<const Config>(std::move(after)), reload_time);
}

Counts counts_of(const ReloadPlan& plan) {
  return {plan.unchanged(), plan.altered(), plan.added(), plan.removed()};
}

// The plan for `edit` applied to the standard configuration.
template <typename Edit>
Counts after(Edit edit) {
  Config config = standard();
  edit(config);
  return counts_of(plan(standard(), std::move(config)));
}

TEST(ReloadPlan, StartsEveryTargetAtFirst) {
  const ReloadPlan start =
      plan_reload(nullptr, std::make_shared<const Config>(standard()), reload_time);
  EXPECT_EQ(counts_of(start), (Counts{0, 0, 9, 0}));
  for (const PlannedTarget& target : start.targets) EXPECT_TRUE(target.fresh);
}

TEST(ReloadPlan, KeepsUnchangedTargets) {
  EXPECT_EQ(after([](Config&) {}), (Counts{9, 0, 0, 0}));
}

TEST(ReloadPlan, IgnoresThresholdsLabelsAndLocations) {
  EXPECT_EQ(after([](Config& config) {
              config.connections[0].partner = "another";
              config.connections[0].labels = {{"tier", "1"}};
              config.connections[0].location.city = "Tacoma";
              config.connections[0].prefixes[0].alerts.hold = 5min;
              config.rtt_buckets = {1ms};
              config.window = 10min;
            }),
            (Counts{9, 0, 0, 0}));
}

TEST(ReloadPlan, IgnoresTheOrderOfTheConfiguration) {
  EXPECT_EQ(after([](Config& config) {
              std::swap(config.connections[0], config.connections[1]);
              std::swap(config.endpoints[0], config.endpoints[1]);
            }),
            (Counts{9, 0, 0, 0}));
}

TEST(ReloadPlan, AltersTargetsWithAnotherHost) {
  EXPECT_EQ(after([](Config& config) { config.endpoints[0].host = "other.example"; }),
            (Counts{6, 3, 0, 0}));
}

TEST(ReloadPlan, AltersTargetsWithAnotherIntervalOrTimeout) {
  EXPECT_EQ(after([](Config& config) { config.endpoints[0].probes[0].interval = 5s; }),
            (Counts{6, 3, 0, 0}));
  EXPECT_EQ(after([](Config& config) { config.endpoints[0].probes[0].timeout = 1s; }),
            (Counts{6, 3, 0, 0}));
}

TEST(ReloadPlan, AltersTargetsWithAnotherSource) {
  EXPECT_EQ(after([](Config& config) { config.connections[1].prefixes[0].interface = "wan1"; }),
            (Counts{6, 3, 0, 0}));
  EXPECT_EQ(after([](Config& config) { config.connections[1].prefixes[0].dscp = 46; }),
            (Counts{6, 3, 0, 0}));
}

TEST(ReloadPlan, AltersAFollowUpWithTheProbeThatItFollows) {
  const Counts counts = after([](Config& config) {
    std::get<HttpOptions>(config.endpoints[1].probes[0].options).path = "/other";
  });
  EXPECT_EQ(counts, (Counts{3, 6, 0, 0}));
}

TEST(ReloadPlan, AddsAndRemovesByName) {
  EXPECT_EQ(after([](Config& config) { config.connections.pop_back(); }), (Counts{6, 0, 0, 3}));
  EXPECT_EQ(after([](Config& config) { config.connections[1].name = "renamed"; }),
            (Counts{6, 0, 3, 3}));
  EXPECT_EQ(
      after([](Config& config) { config.endpoints[0].probes.push_back(test::tcp_probe(443)); }),
      (Counts{9, 0, 3, 0}));
}

TEST(ReloadPlan, InterruptsExactlyTheTargetsThatDoNotContinue) {
  Config config = standard();
  config.connections[0].prefixes.erase(config.connections[0].prefixes.begin());  // 0, 1, 2
  config.connections[1].prefixes[0].dscp = 8;                                    // 6, 7, 8
  EXPECT_EQ(plan(standard(), std::move(config)).interrupted,
            (std::vector<bool>{true, true, true, false, false, false, true, true, true}));
}

}  // namespace
}  // namespace peeringd
