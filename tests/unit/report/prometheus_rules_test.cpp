#include "report/prometheus_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::HasSubstr;
using testing::Not;

Config watched() {
  Config config = test::config({endpoint("front.door", "192.0.2.1", {tcp_probe(443)}),
                                endpoint("relay", "192.0.2.2", {icmp_probe()})},
                               {connection("seattle", {prefix("203.0.113.0/24")})});
  config.connections[0].endpoints = {0, 1};
  AlertConfig& alerts = config.connections[0].prefixes[0].alerts;
  alerts.latency = {60ms, 100ms};
  alerts.loss.critical = 0.01;
  return config;
}

TEST(PrometheusRules, AreNoneWithoutThresholds) {
  EXPECT_THAT(prometheus_rules(config({endpoint("edge", "192.0.2.1", {icmp_probe()})},
                                      {connection("seattle", {prefix("203.0.113.0/24")})})),
              HasSubstr("groups:\n  []"));
}

TEST(PrometheusRules, WriteTheThresholdsOut) {
  const std::string text = prometheus_rules(watched());
  EXPECT_THAT(text, HasSubstr("histogram_quantile(0.5, sum by (connection, prefix, endpoint, le) "
                              "(rate(peering_probe_rtt_seconds_bucket{connection=\"seattle\", "
                              "prefix=\"203.0.113.0/24\", endpoint=~\"front[.]door|relay\", "
                              "probe!~\"dns:.*\"}[5m]))) > 0.06"));
  EXPECT_THAT(text, HasSubstr("> 0.01\n"));
  EXPECT_THAT(text, HasSubstr("for: 1m"));
}

// As the daemon does. The expressions themselves are tried in
// tests/packaging/test_written_rules.py.
TEST(PrometheusRules, WeighTheEndpointsOfAPrefixTheSame) {
  Config config = watched();
  config.connections[0].prefixes[0].alerts.jitter.warning = 10ms;
  const std::string text = prometheus_rules(config);
  EXPECT_THAT(text, HasSubstr("/ on (connection, prefix, endpoint) group_left ()"));
  EXPECT_THAT(text, HasSubstr("avg by (connection, prefix) (avg by (connection, prefix, endpoint) "
                              "(peering_jitter_seconds{"));
}

TEST(PrometheusRules, PutEndpointsWithTheSameThresholdsIntoOneRule) {
  EXPECT_THAT(prometheus_rules(watched()), HasSubstr(R"(endpoint=~"front[.]door|relay")"));
}

TEST(PrometheusRules, HaveARuleOfTheirOwnForAnEndpointWithOtherThresholds) {
  Config config = watched();
  config.endpoints[1].alerts.latency.warning = 200ms;
  config.endpoints[1].alerts.latency.critical = 300ms;
  const std::string text = prometheus_rules(config);
  EXPECT_THAT(text, HasSubstr(R"(endpoint=~"front[.]door")"));
  EXPECT_THAT(text, HasSubstr(R"(endpoint=~"relay")"));
  EXPECT_THAT(text, HasSubstr("> 0.2\n"));
}

TEST(PrometheusRules, LeaveOutTheSeverityThatIsOff) {
  Config config = watched();
  config.connections[0].prefixes[0].alerts.latency = {};
  EXPECT_THAT(prometheus_rules(config), Not(HasSubstr("severity: warning")));
}

TEST(PrometheusRules, AskForAsManySamplesAsTheDaemonWould) {
  EXPECT_THAT(prometheus_rules(watched()), HasSubstr("[5m])) >= 20"));
}

}  // namespace
}  // namespace peeringd
