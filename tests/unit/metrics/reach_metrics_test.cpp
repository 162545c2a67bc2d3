#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "example_alerts.hpp"
#include "example_snapshot.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

std::string rendered(const std::function<void(Assessment&)>& change) {
  const AlertReport alerts = test::example_alerts();
  Assessment assessment = *test::assessment_of(test::example_snapshot(), &alerts, WallTime{1000s});
  change(assessment);
  return test::render_exposition(std::make_shared<const Assessment>(std::move(assessment)),
                                 test::example_facts());
}

TEST(ReachMetrics, AreAbsentWhileUnknown) {
  const std::string text = rendered([](Assessment&) {});
  EXPECT_THAT(text, Not(HasSubstr("\npeering_prefix_up{")));
  EXPECT_THAT(text, Not(HasSubstr("\npeering_connection_up{")));
  EXPECT_THAT(text, Not(HasSubstr("\npeering_connection_up_since")));
  EXPECT_THAT(text, Not(HasSubstr("\npeering_group_up{")));
}

TEST(ReachMetrics, ShowWhatIsUpAndSinceWhen) {
  const std::string text = rendered([](Assessment& assessment) {
    assessment.reach.prefixes[0].reach = Reach::up;
    assessment.reach.connections[0].up = true;
    assessment.reach.connections[0].since = assessment.snapshot->taken_at - 100s;
    assessment.reach.groups["contoso-us"].up = true;
  });
  EXPECT_THAT(text, HasSubstr("\npeering_prefix_up{connection=\"contoso-seattle\","
                              "prefix=\"203.0.113.0/24\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\npeering_connection_up{connection=\"contoso-seattle\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\npeering_connection_up_since_timestamp_seconds{"
                              "connection=\"contoso-seattle\"} 900\n"));
  EXPECT_THAT(text, HasSubstr("\npeering_group_up{redundancy_group=\"contoso-us\"} 1\n"));
}

TEST(ReachMetrics, AreZeroIfDownOrWithoutASource) {
  for (const Reach reach : {Reach::down, Reach::no_source}) {
    const std::string text =
        rendered([&](Assessment& assessment) { assessment.reach.prefixes[0].reach = reach; });
    EXPECT_THAT(text, HasSubstr("\npeering_prefix_up{connection=\"contoso-seattle\","
                                "prefix=\"203.0.113.0/24\"} 0\n"));
  }
}

TEST(ReachMetrics, ShowTheReasonOfAResult) {
  EXPECT_THAT(rendered([](Assessment&) {}),
              HasSubstr("\npeering_connection_result_info{connection=\"contoso-seattle\","
                        "result=\"Warning\",reason=\"latency 120 ms, above 60 ms\"} 1\n"));
  EXPECT_THAT(
      rendered([](Assessment& assessment) { assessment.alerts.connections[0].reason = ""; }),
      Not(HasSubstr("\npeering_connection_result_info{")));
}

std::string cause_line(const char* cause) {
  return std::string(
             "\npeering_connection_result_signal{connection=\"contoso-seattle\",signal=\"") +
         cause + "\"} 1\n";
}

TEST(ReachMetrics, NameTheSignalsThatDecideAResult) {
  const std::string text = rendered([](Assessment& assessment) {
    SubjectStatus& prefix = assessment.alerts.prefixes[0].status;
    prefix.signals[0].state.result = TestResult::fail;
    SignalStatus jitter{Signal::jitter, {}, {}, {}, {}};
    jitter.state.result = TestResult::warning;
    prefix.signals.push_back(jitter);
    prefix.overall.result = TestResult::fail;
  });
  EXPECT_THAT(text, HasSubstr(cause_line("loss")));
  EXPECT_THAT(text, Not(HasSubstr(cause_line("jitter"))));  // it decides nothing
}

TEST(ReachMetrics, NameNoCauseOfAPass) {
  EXPECT_THAT(rendered([](Assessment&) {}), Not(HasSubstr("\npeering_connection_result_signal{")));
}

TEST(ReachMetrics, NameOneCauseWhereNothingIsKnown) {
  const std::string text = rendered([](Assessment& assessment) {
    SubjectStatus& prefix = assessment.alerts.prefixes[0].status;
    prefix.signals[0].state.result = TestResult::indeterminate;
    prefix.overall.result = TestResult::indeterminate;
  });
  EXPECT_THAT(text, HasSubstr(cause_line("not_measured")));
  EXPECT_THAT(text, Not(HasSubstr(cause_line("loss"))));
}

TEST(ReachMetrics, NameWhatKeepsAConnectionFromTheEdge) {
  const std::string text = rendered([](Assessment& assessment) {
    assessment.reach.connections[0].up = false;
    assessment.reach.prefixes[0].reach = Reach::no_source;
  });
  EXPECT_THAT(text, HasSubstr(cause_line("no_source")));
  EXPECT_THAT(text, Not(HasSubstr(cause_line("down"))));
}

}  // namespace
}  // namespace peeringd
