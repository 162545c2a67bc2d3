#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "example_alerts.hpp"
#include "example_snapshot.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"

namespace peeringd {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string rendered() {
  const AlertReport alerts = test::example_alerts();
  return test::render_exposition(test::assessment_of(test::example_snapshot(), &alerts),
                                 test::example_facts());
}

TEST(AlertMetrics, AreAbsentWithoutAnEvaluation) {
  const std::string text =
      test::render_exposition(test::assessment_of(test::example_snapshot()), test::example_facts());
  EXPECT_THAT(text, Not(HasSubstr("test_result")));
  EXPECT_THAT(text, Not(HasSubstr("peering_alert_")));
}

TEST(AlertMetrics, ShowTheResultOfEachPathPrefixConnectionAndGroup) {
  const std::string text = rendered();
  EXPECT_THAT(text, HasSubstr("\npeering_test_result{connection=\"contoso-seattle\","
                              "prefix=\"203.0.113.0/24\",endpoint=\"exchange-online\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("\npeering_prefix_test_result{connection=\"contoso-seattle\","
                              "prefix=\"203.0.113.0/24\"} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("\npeering_connection_test_result{connection=\"contoso-seattle\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("\npeering_group_test_result{redundancy_group=\"contoso-us\"} 0\n"));
}

TEST(AlertMetrics, ShowWhichAlertsAreActive) {
  const std::string text = rendered();
  const std::string path =
      "peering_alert_active{connection=\"contoso-seattle\",prefix=\"203.0.113.0/24\","
      "endpoint=\"exchange-online\",signal=\"latency\",severity=";
  // An active one has the connection's own labels, so that rules can route by them.
  EXPECT_THAT(text, HasSubstr(path + "\"warning\",office=\"hq\"} 1\n"));
  EXPECT_THAT(text, HasSubstr(path + "\"critical\",office=\"hq\"} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("peering_alert_active{connection=\"contoso-seattle\","
                        "prefix=\"203.0.113.0/24\",signal=\"loss\",severity=\"critical\"} 0\n"));
}

TEST(AlertMetrics, OmitASeverityWithoutAThreshold) {
  EXPECT_THAT(rendered(), Not(HasSubstr("signal=\"loss\",severity=\"warning\"")));
}

TEST(AlertMetrics, MarkTheThresholdsThatPage) {
  AlertReport alerts = test::example_alerts();
  alerts.prefixes[0].status.signals[0].rule.page = true;
  const std::string text = test::render_exposition(
      test::assessment_of(test::example_snapshot(), &alerts), test::example_facts());
  EXPECT_THAT(text, HasSubstr("signal=\"loss\",severity=\"critical\",page=\"true\"} 0\n"));
}

TEST(AlertMetrics, CountTransitionsByResult) {
  const std::string text = rendered();
  const std::string signal =
      "peering_alert_transitions_total{connection=\"contoso-seattle\",prefix=\"203.0.113.0/24\","
      "endpoint=\"exchange-online\",signal=\"latency\",to=";
  EXPECT_THAT(text, HasSubstr(signal + "\"indeterminate\"} 0\n"));
  EXPECT_THAT(text, HasSubstr(signal + "\"pass\"} 4\n"));
  EXPECT_THAT(text, HasSubstr(signal + "\"fail\"} 2\n"));
}

TEST(AlertMetrics, SeparateTheThresholdsOfPrefixesAndPaths) {
  const std::string text = rendered();
  EXPECT_THAT(text, HasSubstr("\npeering_alert_loss_threshold_ratio{connection=\"contoso-seattle\","
                              "prefix=\"203.0.113.0/24\",severity=\"critical\"} 0.01\n"));
  EXPECT_THAT(
      text, HasSubstr("\npeering_alert_path_rtt_threshold_seconds{connection="
                      "\"contoso-seattle\",prefix=\"203.0.113.0/24\",endpoint=\"exchange-online\","
                      "severity=\"warning\"} 0.06\n"));
}

}  // namespace
}  // namespace peeringd
