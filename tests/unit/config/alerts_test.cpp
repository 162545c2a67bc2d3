// `alerts` and `redundancy_group`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "load_test_data.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Config valid() {
  return test::load("valid-alerts.yaml").config;
}

AlertConfig of_path(const PrefixConfig& prefix, const EndpointConfig& endpoint) {
  return alerts_of_path(prefix.alerts, endpoint.alerts);
}

TEST(Alerts, AreOffByDefault) {
  const Config config = test::load("valid-full.yaml").config;
  for (const ConnectionConfig& connection : config.connections) {
    EXPECT_EQ(connection.redundancy_group, "");
    for (const PrefixConfig& prefix : connection.prefixes) EXPECT_EQ(prefix.alerts, AlertConfig{});
  }
  for (const EndpointConfig& endpoint : config.endpoints) {
    EXPECT_EQ(endpoint.alerts, nullptr);
  }
}

TEST(Alerts, ApplyFromTheMainFileToEveryPrefix) {
  const LoadedConfig loaded = test::load("valid-alerts.yaml");
  EXPECT_THAT(loaded.warnings, IsEmpty());
  AlertConfig expected;
  expected.latency = {60ms, 100ms};
  expected.loss = {0.04, 0.1};
  expected.jitter = {15ms, std::nullopt};
  expected.cert_expiry = {720h, 168h};
  expected.pop_change = Severity::warning;
  expected.egress_mismatch = Severity::critical;
  expected.hold = 2min;
  expected.clear = 0.75;
  expected.min_samples = 10;
  EXPECT_EQ(loaded.config.connections[0].prefixes[0].alerts, expected);
}

TEST(Alerts, AreReplacedKeyByKeyByTheConnection) {
  const AlertConfig inherited = valid().connections[0].prefixes[0].alerts;
  const AlertConfig alerts = valid().connections[1].prefixes[0].alerts;
  EXPECT_EQ(alerts.latency, (Limits<Duration>{60ms, 200ms}));
  EXPECT_TRUE(alerts.loss.off());
  EXPECT_EQ(alerts.jitter, inherited.jitter);
  EXPECT_EQ(alerts.cert_expiry, inherited.cert_expiry);
  EXPECT_EQ(alerts.pop_change, Severity::critical);
  EXPECT_EQ(alerts.egress_mismatch, Severity::critical);
  EXPECT_EQ(alerts.clear, 1.0);
  EXPECT_EQ(alerts.hold, 2min);
}

TEST(Alerts, AreReplacedKeyByKeyByThePrefix) {
  const AlertConfig alerts = valid().connections[1].prefixes[1].alerts;
  EXPECT_EQ(alerts.latency, (Limits<Duration>{std::nullopt, 200ms}));
  EXPECT_EQ(alerts.loss, (Limits<double>{std::nullopt, 0.5}));
  EXPECT_EQ(alerts.pop_change, Severity::critical);
  EXPECT_EQ(alerts.egress_mismatch, std::nullopt);
  EXPECT_EQ(alerts.min_samples, 5U);
}

TEST(Alerts, AreReplacedLastByTheEndpoint) {
  const Config config = valid();
  const PrefixConfig& prefix = config.connections[1].prefixes[1];
  EXPECT_EQ(of_path(prefix, config.endpoints[0]), prefix.alerts);
  const AlertConfig media = of_path(prefix, config.endpoints[1]);
  EXPECT_EQ(media.latency, (Limits<Duration>{std::nullopt, 200ms}));
  EXPECT_EQ(media.loss, (Limits<double>{0.001, 0.01}));
  EXPECT_EQ(media.jitter, (Limits<Duration>{15ms, 30ms}));
  EXPECT_EQ(media.pop_change, std::nullopt);
  EXPECT_EQ(media.hold, 0s);
  EXPECT_EQ(media.min_samples, 5U);
}

TEST(Alerts, CanAllBeSwitchedOffWithOneKey) {
  const Config config = valid();
  AlertConfig expected = config.connections[0].prefixes[0].alerts;
  expected.latency = {};
  expected.loss = {};
  expected.jitter = {};
  expected.cert_expiry = {};
  expected.pop_change = std::nullopt;
  expected.edge_address = std::nullopt;
  EXPECT_EQ(of_path(config.connections[0].prefixes[0], config.endpoints[2]), expected);
  expected.egress_mismatch = std::nullopt;
  expected.no_source = std::nullopt;
  expected.routes = {};
  EXPECT_EQ(config.connections[2].prefixes[0].alerts, expected);
}

/// With these `alerts` of the main file, the connection, its prefix and the endpoint.
std::string layered_alerts(const std::string& main, const std::string& connection,
                           const std::string& prefix, const std::string& endpoint) {
  return "alerts: {" + main + "}\nendpoints: [{name: teams, host: teams.microsoft.com, alerts: {" +
         endpoint +
         "}}]\nconnections:\n  - {name: a, partner: P, location: {country: DE}, alerts: {" +
         connection + "},\n    prefixes: [{prefix: auto, alerts: {" + prefix + "}}]}\n";
}

Config load_text(const std::string& text) {
  const test::WrittenFiles files;
  files.write(text);
  return load_config(files.path()).config;
}

TEST(Alerts, MakeAMissingSourceCriticalByDefault) {
  EXPECT_EQ(AlertConfig().no_source, Severity::critical);
  EXPECT_TRUE(AlertConfig().off());
  const auto alerts = [](const std::string& main, const std::string& connection) {
    return load_text(layered_alerts(main, connection, "", ""))
        .connections[0]
        .prefixes[0]
        .alerts.no_source;
  };
  EXPECT_EQ(alerts("latency: off", "loss: off"), Severity::critical);
  EXPECT_EQ(alerts("no_source: warning", ""), Severity::warning);
  EXPECT_EQ(alerts("no_source: warning", "no_source: off"), std::nullopt);
}

TEST(Alerts, RejectNoSourceAtAnEndpoint) {
  EXPECT_THAT(test::WrittenFiles().messages_for(layered_alerts("", "", "", "no_source: off")),
              ElementsAre(HasSubstr("endpoints[0].alerts.no_source: belongs to a prefix")));
}

TEST(Alerts, EnableRouteSignalsByDefaultAndSetEachSeparately) {
  const auto of = [](const std::string& main, const std::string& prefix) {
    return load_text(layered_alerts(main, "", prefix, "")).connections[0].prefixes[0].alerts;
  };
  constexpr std::size_t more_specific = index_of(Signal::route_more_specific);
  constexpr std::size_t upstream = index_of(Signal::route_upstream);
  constexpr std::size_t first = index_of(Signal::route_origin);
  const AlertConfig alerts =
      of("route_upstream: critical, route_visibility: {warning: 80%, critical: 50%}",
         "route_more_specific: off, route_visibility: {critical: off}");
  EXPECT_EQ(alerts.routes[0], Severity::critical);
  EXPECT_EQ(alerts.routes[more_specific - first], std::nullopt);
  EXPECT_EQ(alerts.routes[upstream - first], Severity::critical);
  EXPECT_EQ(alerts.route_visibility, (Limits<double>{0.8, std::nullopt}));
}

TEST(Alerts, RejectRouteSignalsAtAnEndpoint) {
  for (const char* const key : {"route_origin: off", "route_visibility: off"}) {
    EXPECT_THAT(test::WrittenFiles().messages_for(layered_alerts("", "", "", key)),
                ElementsAre(HasSubstr("belongs to a prefix")));
  }
}

TEST(Alerts, RequireDescendingThresholdsOfVisibility) {
  EXPECT_THAT(test::WrittenFiles().messages_for(
                  layered_alerts("route_visibility: {warning: 50%, critical: 80%}", "", "", "")),
              ElementsAre(HasSubstr("route_visibility")));
}

TEST(Alerts, AcceptPageWithACriticalThreshold) {
  const Config config = load_text(
      layered_alerts("latency: {critical: 80ms, page: true}, loss: {critical: 10%, page: true}",
                     "loss: off", "latency: {critical: 90ms}", "latency: {page: false}"));
  const PrefixConfig& prefix = config.connections[0].prefixes[0];
  EXPECT_EQ(prefix.alerts.latency, (Limits<Duration>{std::nullopt, 90ms, true}));
  EXPECT_EQ(prefix.alerts.loss, Limits<double>());
  EXPECT_EQ(of_path(prefix, config.endpoints[0]).latency, (Limits<Duration>{std::nullopt, 90ms}));
}

TEST(Alerts, RejectPageWithoutACriticalThreshold) {
  const auto messages = [](const std::string& main, const std::string& connection) {
    return test::WrittenFiles().messages_for(layered_alerts(main, connection, "", ""));
  };
  EXPECT_THAT(messages("latency: {warning: 60ms, page: true}", ""),
              ElementsAre("c.yaml:1:41: alerts.latency.page: needs a critical threshold, and "
                          "latency has none; write {critical: 60ms, page: true}"));
  EXPECT_THAT(messages("latency: {critical: 60ms}", "latency: {critical: off, page: true}"),
              ElementsAre(HasSubstr("connections[0].alerts.latency.page: needs a critical")));
  EXPECT_THAT(messages("latency: {critical: 60ms, page: true}", "latency: {critical: off}"),
              IsEmpty());
  EXPECT_THAT(messages("latency: {critical: 60ms, page: maybe}", ""),
              ElementsAre(HasSubstr("alerts.latency.page: \"maybe\" is neither true nor false")));
}

// They have no number, so `page` is not theirs. The message says how they page.
TEST(Alerts, SayHowASignalWithoutANumberPages) {
  const auto message_for = [](const std::string& alerts) {
    const auto messages = test::WrittenFiles().messages_for(
        "alerts: {" + alerts +
        "}\n"
        "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
        "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [auto]}]\n");
    return messages.size() == 1 ? messages.front() : "not one message";
  };
  const std::string found = "expected warning, critical or off, found a map; write ";
  EXPECT_EQ(message_for("egress_mismatch: {critical: true, page: true}"),
            "c.yaml:1:27: alerts.egress_mismatch: " + found +
                "egress_mismatch: critical, and send its alerts to the pager in Alertmanager "
                "(docs/alerting.md#what-pages)");
  EXPECT_EQ(message_for("route_withdrawn: {page: true}"),
            "c.yaml:1:27: alerts.route_withdrawn: " + found +
                "route_withdrawn: critical, and send its alerts to the pager in Alertmanager "
                "(docs/alerting.md#what-pages)");
  EXPECT_EQ(message_for("route_more_specific: {page: true}"),
            "c.yaml:1:31: alerts.route_more_specific: " + found +
                "route_more_specific: critical, which pages");
  EXPECT_EQ(message_for("no_source: {critical: true, page: true}"),
            "c.yaml:1:21: alerts.no_source: " + found +
                "no_source: critical; a connection without a source is then down, which pages");
  EXPECT_EQ(message_for("pop_change: {critical: true}"),
            "c.yaml:1:22: alerts.pop_change: " + found + "pop_change: critical");
}

TEST(Alerts, KnowTheOtherMembersOfARedundancyGroup) {
  const Config config = valid();
  EXPECT_EQ(config.connections[0].redundancy_group, "contoso-eu");
  EXPECT_EQ(config.connections[1].redundancy_group, "contoso-eu");
  EXPECT_EQ(config.connections[2].redundancy_group, "");
}

}  // namespace
}  // namespace peeringd
