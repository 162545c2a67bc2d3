// Warnings about thresholds that the probes cannot resolve, and about groups with one member.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "load_test_data.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

// The connection with the error may be the other one.
TEST(AlertWarning, DoesNotWarnOfAGroupWhileAConnectionHasAnError) {
  EXPECT_THAT(test::WrittenFiles().messages_for(
                  "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
                  "connections:\n"
                  "  - {name: a, partner: P, location: {country: DE}, prefixes: [203.0.113.0/24],"
                  " redundancy_group: us}\n"
                  "  - {name: b, partner: P, location: {country: DE}, prefixes: [198.51.100.0/24],"
                  " redundancy_group: u s}\n"),
              ElementsAre(HasSubstr("connections[1].redundancy_group: \"u s\" is not a name")));
}

TEST(AlertWarning, IgnoresResolversAndPathsThatDoNotExist) {
  EXPECT_THAT(warnings_about("resolver"), IsEmpty());
  EXPECT_THAT(warnings_about("by-address"), IsEmpty());
}

}  // namespace
}  // namespace peeringd
