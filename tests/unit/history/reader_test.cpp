#include "history/reader.hpp"

#include <gtest/gtest.h>

#include "history/grid.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

class ReaderTest : public testing::Test {
 protected:
  ReaderTest() {
    clock_.advance(1h - clock_.wall().time_since_epoch() % 1h);
    writer_.open();
  }

  Moment now() const { return std::chrono::floor<std::chrono::seconds>(clock_.wall()); }

  void pass(int minutes) {
    for (int i = 0; i < minutes; ++i) {
      writer_.add(*run_.assessment());
      for (int burst = 0; burst < 6; ++burst) run_.probe_all();
      writer_.add(run_.take_batch());
      writer_.add(*run_.assessment());
      while (writer_.maintain()) {
      }
    }
  }

  HistoryView view(std::chrono::seconds span, std::chrono::seconds step, const TargetKey& key) {
    auto found = read_view(*writer_.opened(), key, grid_of({now() - span, now()}, step));
    EXPECT_TRUE(found);
    return found.value_or(HistoryView{});
  }

  HistoryView view_of(Moment from, Moment to, std::chrono::seconds step) {
    auto found = read_view(*writer_.opened(), prefix(), grid_of({from, to}, step));
    EXPECT_TRUE(found);
    return found.value_or(HistoryView{});
  }

  void stay_off(std::chrono::seconds time) {
    writer_.finish(run_.snapshot());
    clock_.advance(time);
    writer_.open();
  }

  void add_result(Moment time, TestResult result) {
    writer_.opened()->journal.add(ResultChange{{"a", "198.18.0.0/24", {}, {}}, time, result, {}});
  }

  void add_event(Moment time, EventKind kind, const EventSubject& subject,
                 std::vector<EventField> fields = {}) {
    Event event{kind, EventLevel::info, subject, "text", std::move(fields)};
    event.id = ++id_ + static_cast<std::uint64_t>(time.time_since_epoch().count()) * 1'000'000;
    writer_.opened()->journal.add(event);
  }

  TargetKey prefix() const { return {"a", "198.18.0.0/24", {}, {}}; }

  test::TemporaryFolder folder_;
  test::ManualClock clock_;
  test::SimulatedRun run_{clock_};
  HistoryWriter writer_{{.folder = folder_.path(),
                         .size = 50'000'000,
                         .keep = HistoryConfig().keep,
                         .disk_reserve = 0,
                         .version = "1.2.3"},
                        clock_};
  std::uint64_t id_ = 0;
};

TEST_F(ReaderTest, HasTheSameTotalAtEveryZoom) {
  pass(135);
  std::uint64_t received = 0;
  for (std::size_t i = 0; i < 4; ++i) received += run_.snapshot().targets[i].counters.received;
  for (const std::chrono::seconds step : {60s, 300s, 600s, 1800s, 3600s, 86400s}) {
    const HistoryView found = view(3h, step, prefix());
    EXPECT_EQ(found.total.received, received) << step.count();
    EXPECT_EQ(found.total.round_trips.count(), received) << step.count();
  }
}

TEST_F(ReaderTest, ReturnsTheReasonForGaps) {
  pass(10);
  for (std::size_t i = 0; i < run_.snapshot().targets.size(); ++i) {
    writer_.add(*run_.assessment());
  }
  for (int minute = 0; minute < 5; ++minute) {
    for (TargetSnapshot& target : run_.snapshot().targets) {
      record_error(target.counters, ErrorReason::source);
    }
    clock_.advance(1min);
    writer_.add(*run_.assessment());
  }
  pass(5);
  const HistoryView found = view(60min, 1min, prefix());
  ASSERT_EQ(found.gaps.size(), 2U);
  EXPECT_EQ(found.gaps[0].reason, GapReason::daemon_off);
  EXPECT_EQ(found.gaps[0].to, now() - 20min);
  EXPECT_EQ(found.gaps[1].reason, GapReason::no_source);
  EXPECT_EQ(found.gaps[1].from, now() - 10min);
  EXPECT_EQ(found.gaps[1].to, now() - 5min);
}

TEST_F(ReaderTest, ReturnsThePopChangesAndMaintenanceOfTheConnection) {
  const auto add = [&](EventKind kind, EventSubject subject) {
    Event event{.kind = kind, .subject = std::move(subject)};
    event.time = clock_.wall();
    event.id = ++id_ + static_cast<std::uint64_t>(now().time_since_epoch().count()) * 1'000'000;
    writer_.add(event);
  };
  pass(1);
  add(EventKind::pop_changed, {"a", "198.18.0.0/24", "edge", {}});
  pass(1);
  const Moment from = now();
  add(EventKind::maintenance_began, {"a", {}, {}, {}});
  add(EventKind::maintenance_began, {"b", {}, {}, {}});
  add(EventKind::pop_changed, {"a", "198.18.0.0/24", "edge", {}});
  add(EventKind::pop_changed, {"a", "198.18.9.0/24", "edge", {}});
  add(EventKind::started, {});
  pass(1);
  const HistoryView found = view(now() - from, 1min, prefix());
  ASSERT_EQ(found.changes.size(), 2U);
  EXPECT_EQ(found.changes[0].kind, EventKind::maintenance_began);
  EXPECT_EQ(found.changes[1].kind, EventKind::pop_changed);
}

std::chrono::seconds time_off(const HistoryView& view) {
  std::chrono::seconds sum{};
  for (const HistoryGap& gap : view.gaps) {
    if (gap.reason == GapReason::daemon_off) sum += gap.to - gap.from;
  }
  return sum;
}

TEST_F(ReaderTest, HasTheSameTimeWithoutTheDaemonAtEveryZoom) {
  const Moment begin = now();
  pass(67);
  stay_off(46min);
  pass(67);
  for (const std::chrono::seconds step : {60s, 120s, 600s, 1800s, 3600s}) {
    const HistoryView found = view_of(begin, begin + 3h, step);
    EXPECT_EQ(time_off(found), 46min) << step.count();
    for (const HistoryGap& gap : found.gaps) EXPECT_LE(gap.to, begin + 3h);
  }
  EXPECT_EQ(time_off(view_of(begin, begin + 80min, 10min)), 13min) << "the span ends in the gap";
}

TEST_F(ReaderTest, HasNoGapForARestartWithinAMinute) {
  const Moment begin = now();
  pass(10);
  clock_.advance(20s);
  stay_off(30s);
  clock_.advance(10s);
  pass(10);
  EXPECT_EQ(time_off(view_of(begin, now(), 1min)), 0s);
  EXPECT_EQ(time_off(view_of(begin, now(), 30min)), 0s) << "the rest of the last step is to come";
}

TEST_F(ReaderTest, HasAReasonForTheRestOfAStepWithoutAnswers) {
  const Moment begin = now();
  pass(30);
  stay_off(45min);
  for (int minute = 0; minute < 46; ++minute) {
    for (TargetSnapshot& target : run_.snapshot().targets) {
      record_error(target.counters, ErrorReason::source);
    }
    clock_.advance(1min);
    writer_.add(*run_.assessment());
  }
  const HistoryView found = view_of(begin, begin + 2h, 1h);
  ASSERT_EQ(found.gaps.size(), 2U);
  EXPECT_EQ(found.gaps[0].reason, GapReason::daemon_off);
  EXPECT_EQ(found.gaps[0].from, begin + 30min);
  EXPECT_EQ(found.gaps[0].to, begin + 75min);
  EXPECT_EQ(found.gaps[1].reason, GapReason::no_source);
  EXPECT_EQ(found.gaps[1].to, begin + 2h);
}

TEST_F(ReaderTest, ClaimsNoResultWithoutTheDaemon) {
  pass(30);
  add_result(now() - 20min, TestResult::warning);
  const Moment off = now();
  stay_off(45min);
  const Moment on = now();
  pass(30);
  const HistoryView found = view_of(off - 30min, now() + 5min, 10min);
  std::vector<ResultSpan> warnings = found.results;
  std::erase_if(warnings, [](const auto& each) { return each.result != TestResult::warning; });
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].from, off - 20min);
  EXPECT_EQ(warnings[0].to, off);
  EXPECT_EQ(warnings[1].from, on);
  EXPECT_EQ(warnings[1].to, now()) << "nothing is known of the future";
}

TEST_F(ReaderTest, SaysWhereTooManyResultsBegin) {
  pass(60);
  const Moment begin = now() - 1h;
  for (int second = 0; second < 2400; ++second) {
    add_result(begin + std::chrono::seconds{second},
               second % 2 == 0 ? TestResult::fail : TestResult::pass);
  }
  const HistoryView found = view_of(begin, now(), 1min);
  EXPECT_EQ(found.results.size(), 2000U);
  EXPECT_EQ(found.results_from, begin + 400s);
  EXPECT_EQ(found.results.front().from, begin + 400s);
  EXPECT_FALSE(view_of(begin + 30min, now(), 1min).results_from);
}

TEST_F(ReaderTest, ReadsTheChangesOfAnOldSpan) {
  pass(60);
  const Moment begin = now() - 1h;
  const EventSubject teams{"a", "198.18.0.0/24", "teams", {}};
  const EventSubject exchange{"a", "198.18.0.0/24", "exchange", {}};
  add_event(begin + 5min, EventKind::pop_changed, teams, {{"to", std::string("FRA")}});
  add_event(begin + 6min, EventKind::maintenance_began, {"a", {}, {}, {}});
  add_event(begin + 15min, EventKind::maintenance_ended, {"a", {}, {}, {}});
  add_event(begin + 16min, EventKind::maintenance_began, {"a", {}, {}, {}});
  for (int second = 0; second < 2400; ++second) {
    add_event(begin + 20min + std::chrono::seconds{second}, EventKind::pop_changed,
              second % 2 == 0 ? teams : exchange, {{"to", std::to_string(second)}});
  }
  const HistoryView found = view_of(begin, begin + 10min, 1min);
  const auto time_of = [&](std::size_t change) {
    return std::chrono::floor<std::chrono::seconds>(found.changes[change].time);
  };
  ASSERT_EQ(found.changes.size(), 5U);
  EXPECT_EQ(time_of(0), begin + 5min);
  EXPECT_EQ(time_of(1), begin + 6min);
  EXPECT_EQ(found.changes[2].kind, EventKind::maintenance_ended);
  EXPECT_EQ(time_of(3), begin + 20min) << "the first of each endpoint afterwards";
  EXPECT_EQ(found.changes[4].subject.endpoint, "exchange");
  EXPECT_FALSE(found.changes_from);
  EXPECT_EQ(view_of(begin, now(), 1min).changes_from, begin + 20min + 400s);
}

TEST_F(ReaderTest, FindsNoSeriesThatWasNeverRecorded) {
  pass(1);
  const HistoryGrid grid = grid_of({now() - 1h, now()}, 1min);
  EXPECT_FALSE(read_view(*writer_.opened(), {"x", "198.18.0.0/24", {}, {}}, grid));
}

TEST_F(ReaderTest, ReadsTheSparkLinesOfAllPrefixesInOneCall) {
  pass(30);
  const std::vector<TargetKey> keys{
      {"b", "198.18.1.0/24", {}, {}}, {"x", "198.18.9.0/24", {}, {}}, prefix()};
  const SparkLines lines = read_sparks(*writer_.opened(), keys, grid_of({now() - 1h, now()}, 5min));
  ASSERT_EQ(lines.points.size(), 3U);
  EXPECT_EQ(lines.points[0].size(), 12U);
  const HistoryView alone = view(1h, 5min, prefix());
  EXPECT_EQ(lines.points[2], alone.points);
  EXPECT_TRUE(lines.points[1].back().empty());
  EXPECT_FALSE(lines.points[0].back().empty());
}

TEST_F(ReaderTest, HasSparkLinesUntilNow) {
  pass(37);
  const SparkLines lines =
      read_sparks(*writer_.opened(), {prefix()}, grid_of({now() - 1h, now()}, 10min));
  const HistoryView alone = view(1h, 10min, prefix());
  ASSERT_FALSE(alone.points.back().empty());
  EXPECT_EQ(lines.points[0], alone.points);
}

TEST_F(ReaderTest, HasSparkLinesWhereMinutesWereDeleted) {
  pass(120);
  RecordStore& records = writer_.opened()->records;
  while (records.drop_some(Tier::minute, now() - 1h).value()) {
  }
  ASSERT_GT(records.dropped(Tier::minute), now() - 2h);
  const SparkLines lines =
      read_sparks(*writer_.opened(), {prefix()}, grid_of({now() - 2h, now()}, 5min));
  EXPECT_EQ(lines.grid.step, 10min);
  ASSERT_EQ(lines.points[0].size(), 12U);
  for (const PeriodRecord& point : lines.points[0]) EXPECT_FALSE(point.empty());
}

}  // namespace
}  // namespace peeringd
