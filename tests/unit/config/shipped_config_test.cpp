// The shipped configurations work unchanged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "config/load_config.hpp"
#include "model/edge_paths.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

const std::filesystem::path shipped = std::filesystem::path(PEERINGD_SOURCE_DIR) / "config";

TEST(ShippedConfig, LoadsWithoutAWarning) {
  const LoadedConfig loaded = load_config(shipped / "peeringd.yaml");
  EXPECT_THAT(loaded.warnings, testing::IsEmpty());
}

TEST(ShippedConfig, HasOneConnectionThatWorksOnAnyHost) {
  const Config config = load_config(shipped / "peeringd.yaml").config;
  ASSERT_EQ(config.connections.size(), 1U);
  ASSERT_EQ(config.connections[0].prefixes.size(), 1U);
  EXPECT_TRUE(config.connections[0].prefixes[0].automatic());
  EXPECT_EQ(config.connections[0].endpoints.size(), config.endpoints.size());
}

TEST(ShippedConfig, NamesItsEndpointsByHostName) {
  const Config config = load_config(shipped / "peeringd.yaml").config;
  EXPECT_GE(config.endpoints.size(), 5U);
  for (const EndpointConfig& endpoint : config.endpoints) {
    EXPECT_FALSE(endpoint.address) << endpoint.name;
  }
}

TEST(ShippedConfig, ProbesNoHostMoreThanOnceInThreeSeconds) {
  const Config config = load_config(shipped / "peeringd.yaml").config;
  for (const EndpointConfig& endpoint : config.endpoints) {
    double probes_per_second = 0;
    for (const ProbeConfig& probe : endpoint.probes) {
      probes_per_second += 1 / to_seconds(probe.interval);
    }
    EXPECT_LE(probes_per_second, 1.0 / 3) << endpoint.name;
  }
}

TEST(ShippedConfig, SendsEachHostAtMostAFiftiethOfThePacketsOfACall) {
  constexpr double packets_of_a_call = 50;  // a second
  const Config config = load_config(shipped / "peeringd.yaml").config;
  for (const EndpointConfig& endpoint : config.endpoints) {
    double packets_per_second = 0;
    for (const ProbeConfig& probe : endpoint.probes) {
      packets_per_second += traits_of(probe.options).burst / to_seconds(probe.interval);
    }
    EXPECT_LE(packets_per_second, packets_of_a_call / 50) << endpoint.name;
  }
}

TEST(ShippedConfig, AlertsOnTheThresholdsThatMicrosoftPublishes) {
  using namespace std::chrono_literals;
  const Config config = load_config(shipped / "peeringd.yaml").config;
  const AlertConfig& alerts = config.connections[0].prefixes[0].alerts;
  EXPECT_EQ(alerts.latency, (Limits<Duration>{60ms, 100ms}));
  EXPECT_EQ(alerts.loss.warning, 0.01);
  EXPECT_EQ(alerts.jitter, (Limits<Duration>{15ms, 30ms}));
}

TEST(ShippedConfig, WarnsOfAPathOnlyAfterMoreThanOneLostProbe) {
  const Config config = load_config(shipped / "peeringd.yaml").config;
  const AlertConfig& alerts = config.connections[0].prefixes[0].alerts;
  for (const EndpointConfig& endpoint : config.endpoints) {
    const auto probes = static_cast<double>(edge_probes_in(config.window, endpoint));
    const AlertConfig of_path = alerts_of_path(alerts, endpoint.alerts);
    // And clears while one lost probe is left; otherwise only a window without loss would clear it.
    EXPECT_LE(1 / probes, *of_path.loss.warning * of_path.clear) << endpoint.name;
  }
}

TEST(ShippedConfig, WarnsOfAPrefixOnlyAfterMoreThanOneLostProbe) {
  const Config config = load_config(shipped / "peeringd.yaml").config;
  const AlertConfig& alerts = config.connections[0].prefixes[0].alerts;
  const auto endpoints = static_cast<double>(config.endpoints.size());
  for (const EndpointConfig& endpoint : config.endpoints) {
    const auto probes = static_cast<double>(edge_probes_in(config.window, endpoint));
    EXPECT_LE(1 / probes / endpoints, *alerts.loss.warning * alerts.clear) << endpoint.name;
  }
}

TEST(ShippedConfig, HasExamplesThatLoadWithoutAWarning) {
  int examples = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shipped / "examples")) {
    ++examples;
    EXPECT_THAT(load_config(entry.path()).warnings, testing::IsEmpty()) << entry.path();
  }
  EXPECT_EQ(examples, 4);
}

}  // namespace
}  // namespace peeringd
