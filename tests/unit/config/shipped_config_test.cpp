// What the repository ships must work as it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "config/load_config.hpp"

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

TEST(ShippedConfig, NamesItsEndpointsAndLeavesTheirAddressesToDns) {
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
