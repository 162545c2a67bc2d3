#include "history/availability.hpp"

#include <gtest/gtest.h>

#include "history/availability_reader.hpp"
#include "history/reach_changes.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment new_year{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

ReachChange change(std::chrono::seconds after, std::optional<bool> up, bool maintenance = false) {
  return {"a", new_year + after, up, maintenance};
}

Availability first_hour(const std::vector<Run>& runs, const std::vector<ReachChange>& changes,
                        const std::vector<ResultSpan>& results = {}) {
  return availability_in(conditions_of(runs, changes, results), new_year, new_year + 1h);
}

using Runs = std::vector<Run>;

const Runs two_runs{{new_year, new_year + 10min}, {new_year + 30min, new_year + 2h}};
const Runs one_run{Run{new_year - 1h, new_year + 2h}};

TEST(Availability, AddsUpToTheSpan) {
  const Availability time =
      first_hour(one_run,
                 {change(10min, true), change(20min, false), change(25min, true),
                  change(40min, true, true), change(45min, false, true), change(50min, true)},
                 {{new_year + 22min, new_year + 30min, TestResult::warning, "loss"},
                  {new_year + 42min, new_year + 44min, TestResult::fail, "loss"}});
  EXPECT_EQ(time.unknown, 10min) << "before the first change";
  EXPECT_EQ(time.down, 5min);
  EXPECT_EQ(time.degraded, 5min) << "neither down nor in maintenance";
  EXPECT_EQ(time.maintenance, 10min);
  EXPECT_EQ(time.up, 30min);
  EXPECT_DOUBLE_EQ(*time.ratio(), 35.0 / 40.0);
}

TEST(Availability, IsUnknownBetweenTwoRuns) {
  const Availability time = first_hour(two_runs, {change(0s, true), change(31min, true)},
                                       {{new_year, new_year + 1h, TestResult::fail, "loss"}});
  EXPECT_EQ(time.unknown, 21min);
  EXPECT_EQ(time.degraded, 39min);
  EXPECT_EQ(time.up + time.down, 0s);
}

TEST(Availability, FindsTheRunOfEachChangeWhereRunsOverlap) {
  // The clock was set back between the runs, so that the first one seems to go on.
  const Runs runs{{new_year, new_year + 50min},
                  {new_year + 10min, new_year + 20min},
                  {new_year + 30min, new_year + 40min}};
  const Availability time =
      first_hour(runs, {change(5min, true), change(15min, false), change(25min, true),
                        change(35min, false), change(45min, true), change(55min, true)});
  EXPECT_EQ(time.down, 5min + 5min) << "each until the end of its run";
  EXPECT_EQ(time.up, 10min + 10min + 5min);
}

TEST(Availability, HandlesManyRunsAndChangesInOrder) {
  Runs runs;
  std::vector<ReachChange> changes;
  for (int i = 0; i < 20'000; ++i) {
    runs.push_back({new_year + i * 10s, new_year + i * 10s + 9s});
    changes.push_back(change(i * 10s, i % 2 == 0));
  }
  const Conditions conditions = conditions_of(runs, changes, {});
  EXPECT_EQ(length_of(conditions.up), 10'000 * 9s);
  EXPECT_EQ(length_of(conditions.down), 10'000 * 9s);
}

TEST(Availability, HasNoRatioIfNothingIsKnown) {
  const Availability time = first_hour({}, {});
  EXPECT_EQ(time.unknown, 1h);
  EXPECT_FALSE(time.ratio());
  EXPECT_FALSE(first_hour(one_run, {change(0s, std::nullopt)}).ratio());
}

TEST(Availability, SplitsTheSpanAtUtcMonths) {
  const auto months = months_of(new_year - 24h, new_year + std::chrono::days{31} + 1h);
  ASSERT_EQ(months.size(), 3U);
  EXPECT_EQ(months[0].to, new_year);
  EXPECT_EQ(months[1].to - months[1].from, std::chrono::days{31});
  EXPECT_EQ(months[2].to - months[2].from, 1h);
  EXPECT_EQ(months_before(new_year + 5h, 1), new_year);
  EXPECT_EQ(months_before(new_year + 5h, 13),
            (Moment{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}}));
}

class RecordedAvailability : public testing::Test {
 protected:
  // Lets minutes pass with this state of connection a.
  void pass(int minutes, std::optional<bool> up) {
    for (int second = 0; second < minutes * 60; second += 10) {
      Assessment assessment = *run_.assessment();
      assessment.reach.connections.resize(2);
      AggregateReach& reach = assessment.reach.connections[0];
      if (reach_.up != up) reach_ = {.up = up, .since = clock_.now()};
      reach = reach_;
      writer_.add(assessment);
      run_.probe_all();
    }
  }

  Moment now() const { return std::chrono::floor<std::chrono::seconds>(clock_.wall()); }

  test::TemporaryFolder folder_;
  test::ManualClock clock_;
  test::SimulatedRun run_{clock_};
  AggregateReach reach_;
  HistoryOptions options_{.folder = folder_.path(),
                          .size = 50'000'000,
                          .keep = HistoryConfig().keep,
                          .disk_reserve = 0,
                          .version = "1.2.3"};
  HistoryWriter writer_{options_, clock_};
};

TEST_F(RecordedAvailability, MatchesTheAssessments) {
  writer_.open();
  pass(5, std::nullopt);
  const Moment begin = now();
  pass(10, true);
  pass(3, false);
  pass(7, true);
  const auto found =
      read_availability(*writer_.opened(), {.from = begin, .to = begin + 20min, .connections = {}});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U) << "nothing was ever known about b";
  const Availability& time = (*found)[0].months.back().time;
  EXPECT_NEAR(static_cast<double>(time.down.count()), 180, 10);
  EXPECT_NEAR(static_cast<double>(time.up.count()), 1010, 70) << "the last minute is not written";
  EXPECT_EQ(time.up + time.down + time.unknown, 20min);
}

TEST_F(RecordedAvailability, IsUnknownWhileTheFileIsClosed) {
  writer_.open();
  pass(10, false);
  writer_.finish(run_.snapshot());
  clock_.advance(30min);
  HistoryWriter second(options_, clock_);
  second.open();
  const Moment end = now();
  const auto found =
      read_availability(*second.opened(), {.from = end - 40min, .to = end, .connections = {"a"}});
  ASSERT_TRUE(found);
  Availability sum;
  for (const AvailabilityMonth& month : (*found)[0].months) sum += month.time;
  EXPECT_NEAR(static_cast<double>(sum.down.count()), 600, 15);
  EXPECT_EQ(sum.up, 0s);
  EXPECT_EQ(sum.unknown + sum.down, 40min);
}

TEST_F(RecordedAvailability, RejectsTooManyRows) {
  writer_.open();
  pass(2, true);
  EXPECT_FALSE(read_availability(
      *writer_.opened(),
      {.from = Moment{}, .to = Moment{} + std::chrono::days{365 * 600}, .connections = {}}));
}

TEST_F(RecordedAvailability, RejectsTooManyChangesOfTheResult) {
  writer_.open();
  pass(2, true);
  Database& database = writer_.opened()->file.database();
  database.run("BEGIN");
  const Moment begin = std::chrono::floor<std::chrono::seconds>(clock_.wall());
  const std::string name = run_.snapshot().config->connections[0].name;
  for (int i = 0; i < 20'001; ++i) {
    writer_.opened()->journal.add(ResultChange{{name}, begin + i * 1s, TestResult::pass, ""});
  }
  database.run("COMMIT");
  const AvailabilityQuery query{.from = begin - 1h, .to = begin + 24h, .connections = {}};
  EXPECT_FALSE(read_availability(*writer_.opened(), query));
  EXPECT_TRUE(read_availability(*writer_.opened(),
                                {.from = begin - 1h, .to = begin + 1h, .connections = {}}));
}

TEST(ReachChanges, ListsChangedConnections) {
  test::ManualClock clock;
  test::SimulatedRun run(clock);
  ReachChanges changes;
  Assessment assessment = *run.assessment();
  assessment.reach.connections.resize(2);
  EXPECT_TRUE(changes.changes_of(assessment).empty()) << "nothing is known";
  assessment.reach.connections[1] = {.up = true, .since = clock.now()};
  assessment.maintenance = {true, false};
  const auto found = changes.changes_of(assessment);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].connection, "a");
  EXPECT_TRUE(found[0].maintenance);
  EXPECT_EQ(found[1].up, true);
  EXPECT_TRUE(changes.changes_of(assessment).empty());
  changes.begin_run(std::chrono::floor<std::chrono::seconds>(clock.wall()));
  EXPECT_EQ(changes.changes_of(assessment).size(), 2U) << "a new run says it again";
}

}  // namespace
}  // namespace peeringd
