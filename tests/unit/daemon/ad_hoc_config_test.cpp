#include "daemon/commands/ad_hoc_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connection/expand_targets.hpp"

namespace peeringd {
namespace {

using testing::HasSubstr;

TEST(AdHocConfig, ProbesEachHostByTcpAndIcmpFromTheAddress) {
  const Config config = ad_hoc_config("203.0.113.10", {"edge.example", "192.0.2.1"}).value();
  EXPECT_EQ(count_targets(config), 4U);
  const PrefixConfig& prefix = config.connections.at(0).prefixes.at(0);
  EXPECT_EQ(prefix.label, "203.0.113.10/32");
  EXPECT_EQ(prefix.source->to_string(), "203.0.113.10");
  EXPECT_TRUE(config.endpoints.at(1).address.has_value());
  EXPECT_EQ(ad_hoc_config("2001:db8::1", {"edge.example"})->connections[0].prefixes[0].label,
            "2001:db8::1/128");
}

TEST(AdHocConfig, ReportsInvalidText) {
  const auto error_of = [](const char* source, const char* host) {
    return ad_hoc_config(source, {host}).error().message;
  };
  EXPECT_THAT(error_of("eth0", "edge.example"), HasSubstr("--from: \"eth0\""));
  EXPECT_THAT(error_of("192.0.2.1", "https://edge.example"), HasSubstr("https://edge.example"));
  EXPECT_THAT(error_of("192.0.2.1", "2001:db8::1"), HasSubstr("is not of the address family"));
}

}  // namespace
}  // namespace peeringd
