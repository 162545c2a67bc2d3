#include "history/result_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/history/simulated_run.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

class ResultChangesTest : public testing::Test {
 protected:
  // Connection `a` as a whole.
  std::vector<ResultChange> changes(TestResult result, Duration lasted, const char* reason = "") {
    return changes_.changes_of(*assessment(result, lasted, reason));
  }

  std::shared_ptr<const Assessment> assessment(TestResult result, Duration lasted,
                                               const char* reason = "") {
    AlertReport report;
    report.config = run_.snapshot().config;
    report.evaluated_at = clock_.now();
    report.evaluated_at_wall = clock_.wall();
    report.connections[0] = {{result, clock_.now() - lasted}, reason};
    return test::assessment_of(run_.snapshot(), &report, clock_.wall());
  }

  test::ManualClock clock_;
  test::SimulatedRun run_{clock_};
  ResultChanges changes_;
};

TEST_F(ResultChangesTest, RecordsStartAndReason) {
  EXPECT_EQ(changes(TestResult::pass, 1min).size(), 1U);
  EXPECT_THAT(changes(TestResult::pass, 2min), IsEmpty());
  const auto found = changes(TestResult::fail, 20s, "loss 34% > 1%");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject.connection, "a");
  EXPECT_EQ(found[0].result, TestResult::fail);
  EXPECT_EQ(found[0].reason, "loss 34% > 1%");
  EXPECT_EQ(found[0].time, std::chrono::floor<std::chrono::seconds>(clock_.wall() - 20s));
}

TEST_F(ResultChangesTest, OmitsTheStartOfARun) {
  changes_.use({{.subject = {"a"}, .time = Moment{}, .result = TestResult::fail, .reason = {}}});
  EXPECT_THAT(changes(TestResult::indeterminate, 3min), IsEmpty()) << "too few samples yet";
  EXPECT_THAT(changes(TestResult::fail, 1min), IsEmpty()) << "must be as before the restart";
  EXPECT_EQ(changes(TestResult::indeterminate, 1min).size(), 1U) << "this must count as a change";
}

TEST_F(ResultChangesTest, RecordsAResultThatStaysUnknown) {
  changes_.use({{.subject = {"a"}, .time = Moment{}, .result = TestResult::fail, .reason = {}}});
  EXPECT_EQ(changes(TestResult::indeterminate, 11min).size(), 1U);
}

TEST_F(ResultChangesTest, RecordsAResultThatLastsForSeconds) {
  changes(TestResult::pass, 1h);
  const auto fail = assessment(TestResult::fail, 2s);
  EXPECT_EQ(changes_.recent_changes_of(*fail).size(), 1U);
  EXPECT_THAT(changes_.recent_changes_of(*fail), IsEmpty());
  EXPECT_EQ(changes_.recent_changes_of(*assessment(TestResult::pass, 0s)).size(), 1U);
}

TEST_F(ResultChangesTest, RecordsOlderResultsAtTheEndOfTheMinute) {
  EXPECT_THAT(changes_.recent_changes_of(*assessment(TestResult::pass, 3min)), IsEmpty());
  EXPECT_EQ(changes(TestResult::pass, 3min).size(), 1U);
}

TEST_F(ResultChangesTest, RecordsNothingBeforeTheFirstEvaluation) {
  EXPECT_THAT(changes_.changes_of(*run_.assessment()), IsEmpty());
}

}  // namespace
}  // namespace peeringd
