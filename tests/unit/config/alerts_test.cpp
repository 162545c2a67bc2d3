// `alerts`, `redundancy_group`, and the warnings about thresholds that probes cannot resolve.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/alert_values.hpp"
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

/// The warnings whose message or path contains `part`, as `line: path: message`.
std::vector<std::string> warnings_about(const std::string& part) {
  std::vector<std::string> found;
  for (const Diagnostic& warning : test::load("valid-alert-warnings.yaml").warnings) {
    const std::string text = warning.path + ": " + warning.message;
    if (text.find(part) != std::string::npos) {
      found.push_back(std::to_string(warning.line) + ": " + text);
    }
  }
  return found;
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

TEST(Alerts, KnowTheOtherMembersOfARedundancyGroup) {
  const Config config = valid();
  EXPECT_EQ(config.connections[0].redundancy_group, "contoso-eu");
  EXPECT_EQ(config.connections[1].redundancy_group, "contoso-eu");
  EXPECT_EQ(config.connections[2].redundancy_group, "");
}

TEST(AlertWarning, SuggestsOncePerEndpointHowToResolveALossThreshold) {
  EXPECT_THAT(
      warnings_about("is finer than endpoint"),
      ElementsAre(
          "4: alerts.loss.warning: 1% is finer than endpoint \"tcp\" can show: one lost probe "
          "out of 30 in the window of 5m is 3.3%; a window of 20m or an interval of 2s "
          "would do",
          "4: alerts.loss.warning: 1% is finer than endpoint \"both\" can show: one lost "
          "probe out of 60 in the window of 5m is 1.7%; a window of 10m or an interval of 5s "
          "would do",
          "13: endpoints[3].alerts.loss.warning: 0.05% is finer than endpoint \"relay\" "
          "can show: one lost probe out of 1200 in the window of 5m is 0.083%; a window of "
          "10m or an interval of 2s would do"));
}

// One lost probe weighs most for the endpoint with the fewest probes.
TEST(AlertWarning, UsesTheLeastProbedEndpointForThePrefix) {
  EXPECT_THAT(
      warnings_about("finer than a prefix"),
      ElementsAre(
          "42: connections[3].alerts.loss.warning: 0.5% is finer than a prefix of "
          "connection \"d\" can show: one lost probe out of 60 in the window of 5m is 1.7%; "
          "a window of 20m or an interval of 2s would do",
          "48: connections[4].alerts.loss.warning: 0.5% is finer than a prefix of "
          "connection \"e\" can show: one lost probe out of 60 of endpoint \"coarse\" "
          "(one of 2 with equal weight) in the window of 5m is 0.83%; a window of 10m or an "
          "interval of 5s would do"));
}

TEST(AlertWarning, WarnsIfTheWindowNeverHasEnoughSamples) {
  EXPECT_THAT(
      warnings_about("never evaluated"),
      ElementsAre("8: endpoints[2]: a window of 5m contains only 5 probes of endpoint "
                  "\"seldom\", and the default of alerts.min_samples is 20, so its paths are never "
                  "evaluated; a window of 20m or an interval of 10s would do",
                  "13: endpoints[3].alerts.min_samples: a window of 5m contains only 1200 "
                  "probes of endpoint \"relay\", so its paths are never evaluated; a window "
                  "of 10m or an interval of 2s would do"));
}

TEST(AlertWarning, WarnsOfALatencyThresholdAboveTheTimeout) {
  EXPECT_THAT(
      warnings_about("never exceeded"),
      ElementsAre(
          "3: alerts.latency.critical: 1s is never exceeded: endpoint \"tcp\" has a timeout of 1s, "
          "and a slower probe is lost"));
}

TEST(AlertWarning, WarnsOfACertificateThresholdWithoutACertificate) {
  EXPECT_THAT(warnings_about("certificate"),
              ElementsAre("13: endpoints[3].alerts.cert_expiry.warning: endpoint \"relay\" has no "
                          "https probe, which alone sees a certificate"));
}

TEST(AlertWarning, WarnsOfAGroupWithOneMember) {
  EXPECT_THAT(
      warnings_about("redundancy_group"),
      ElementsAre(
          HasSubstr("no other connection is in \"contoso-eu\"; it is not redundant; did you "
                    "mean \"contoso-ue\"?"),
          HasSubstr("did you mean \"contoso-eu\"?"),
          testing::EndsWith("no other connection is in \"others\"; it is not redundant")));
}

TEST(AlertWarning, IgnoresResolversAndPathsThatDoNotExist) {
  EXPECT_THAT(warnings_about("resolver"), IsEmpty());
  EXPECT_THAT(warnings_about("by-address"), IsEmpty());
}

TEST(Percentage, ReadsARatio) {
  EXPECT_DOUBLE_EQ(*parse_percentage("0.1%"), 0.001);
  EXPECT_DOUBLE_EQ(*parse_percentage("100%"), 1);
  EXPECT_DOUBLE_EQ(*parse_percentage("0%"), 0);
}

TEST(Percentage, RequiresThePercentSign) {
  EXPECT_EQ(parse_percentage("0.001").error().message,
            "\"0.001\" lacks a percent sign; did you mean 0.001%? (As a ratio it would be 0.1%.)");
  EXPECT_EQ(parse_percentage("12.5").error().message,
            "\"12.5\" lacks a percent sign; did you mean 12.5%?");
  for (const char* text :
       {"", "%", "1 %", "-1%", "+1%", "1e-3%", "1.2.3%", "nan%", "1%%", "0x1%"}) {
    EXPECT_FALSE(parse_percentage(text)) << text;
  }
}

TEST(Percentage, WritesThePercentageThatItHasRead) {
  for (const char* text : {"0.1%", "0.07%", "1%", "1.7%", "33%", "0.0001%", "100%"}) {
    EXPECT_EQ(format_percentage(*parse_percentage(text)), text);
  }
  EXPECT_EQ(format_percentage(1.0 / 30, 2), "3.3%");
}

TEST(EventSeverity, AcceptsAWordOrOff) {
  EXPECT_EQ(*parse_severity("warning"), Severity::warning);
  EXPECT_EQ(*parse_severity("critical"), Severity::critical);
  EXPECT_EQ(*parse_severity("off"), std::nullopt);
  EXPECT_EQ(parse_severity("critcal").error().message,
            "\"critcal\" is not a severity; did you mean \"critical\"?");
  EXPECT_EQ(parse_severity("page").error().message,
            "\"page\" is not a severity; write warning, critical or off");
}

}  // namespace
}  // namespace peeringd
