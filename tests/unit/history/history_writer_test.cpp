// What is recorded over minutes, restarts and steps of the clock.
#include "history/grid.hpp"
#include "history/reader.hpp"
#include "unit/history/writer_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

class HistoryWriterTest : public test::WriterFixture {};

TEST_F(HistoryWriterTest, RecordsAllCountersUntilTheDaemonEnds) {
  const auto history = writer();
  pass(*history, 25);
  run_.probe_all();
  finish(*history);
  EXPECT_EQ(stored().sent, sent());
  EXPECT_EQ(stored().round_trips.count(), stored().received);
  EXPECT_EQ(stored(Tier::ten_minutes).sent, sent() / (25 * 6 + 1) * 120)
      << "two ten-minute periods are complete";
}

TEST_F(HistoryWriterTest, ContinuesSeriesAfterARestart) {
  auto history = writer();
  pass(*history, 3);
  finish(*history);
  const std::uint64_t before = sent();
  run_.snapshot() = test::blank_snapshot(test::simulated_config());
  history = writer();
  EXPECT_TRUE(history->facts().oldest.front()) << "known before the first minute is over";
  pass(*history, 3);
  finish(*history);
  EXPECT_EQ(stored().sent, before + sent());
}

TEST_F(HistoryWriterTest, KeepsTheHistoryOfATargetThatIsRemoved) {
  const auto history = writer();
  pass(*history, 2);
  const std::uint64_t before = sent();
  run_.probe_all();
  run_.remove(0);
  clock_.advance(1min);
  pass(*history, 2);
  finish(*history);
  EXPECT_EQ(stored().sent, before + 8 + 7 * 12);
}

TEST_F(HistoryWriterTest, AddsMinutesAfterTheClockWasSetBack) {
  const auto history = writer();
  pass(*history, 30);
  clock_.step_wall(-25min);
  pass(*history, 30);
  finish(*history);
  EXPECT_EQ(stored().sent, sent());
  EXPECT_EQ(stored(Tier::ten_minutes).sent % 48, 0U);
}

TEST_F(HistoryWriterTest, KeepsEverythingWhenTheClockIsSetForwardByMistake) {
  const auto history = writer();
  pass(*history, 30);
  clock_.step_wall(24h * 3650);
  pass(*history, 3);
  clock_.step_wall(-24h * 3650);
  pass(*history, 3);
  finish(*history);
  EXPECT_EQ(stored().sent, sent());
}

// The results of connection `a` in the last minutes.
class ResultsOverTime : public test::WriterFixture {
 protected:
  void pass_minutes(HistoryWriter& writer, TestResult result, int minutes) {
    if (result != result_) since_ = clock_.now();
    result_ = result;
    for (int i = 0; i <= minutes; ++i) {
      AlertReport report;
      report.config = run_.snapshot().config;
      report.evaluated_at = clock_.now();
      report.evaluated_at_wall = clock_.wall();
      report.connections[0] = {{result, since_}, {}};
      writer.add(*test::assessment_of(run_.snapshot(), &report, clock_.wall()));
      if (i < minutes) clock_.advance(1min);
    }
  }

  std::vector<TestResult> last_results(HistoryWriter& writer, std::chrono::minutes span) {
    const Moment now = std::chrono::floor<std::chrono::seconds>(clock_.wall());
    std::vector<TestResult> found;
    for (const ResultSpan& each : read_results(*writer.opened(), {"a", {}, {}, {}},
                                               grid_of({.from = now - span, .to = now}, 60s))) {
      if (each.from < each.to) found.push_back(each.result);
    }
    return found;
  }

  TestResult result_ = TestResult::indeterminate;
  MonotonicTime since_{};
};

TEST_F(ResultsOverTime, AreNotHiddenByThoseFromBeforeTheClockWasSetBack) {
  const auto history = writer();
  pass_minutes(*history, TestResult::pass, 30);
  clock_.advance(1h);
  pass_minutes(*history, TestResult::fail, 5);
  clock_.step_wall(-30min);
  pass_minutes(*history, TestResult::fail, 5);
  EXPECT_EQ(last_results(*history, 3min), std::vector{TestResult::fail}) << "which still holds";
  pass_minutes(*history, TestResult::pass, 60);
  EXPECT_EQ(last_results(*history, 3min), std::vector{TestResult::pass})
      << "also when the time of the failure has come again";
}

TEST_F(ResultsOverTime, AreNotHiddenByOneFromBeforeAStepOfTheClockInTheSameMinute) {
  const auto history = writer();
  pass_minutes(*history, TestResult::pass, 5);
  clock_.advance(40s);
  pass_minutes(*history, TestResult::fail, 0);
  clock_.step_wall(-20s);
  pass_minutes(*history, TestResult::pass, 5);
  EXPECT_EQ(last_results(*history, 3min), std::vector{TestResult::pass});
}

TEST_F(HistoryWriterTest, DeletesOldRecords) {
  const auto history = writer();
  pass(*history, 30);
  for (int day = 0; day < 10; ++day) {
    clock_.advance(23h + 59min);
    pass(*history, 1);
  }
  finish(*history);
  EXPECT_LT(stored().sent, sent()) << "the minutes of the first day";
  EXPECT_EQ(stored(Tier::ten_minutes).sent, sent());
}

TEST_F(HistoryWriterTest, KeepsEventsRunsAndTargetSpans) {
  auto history = writer();
  Event event{EventKind::pop_changed, EventLevel::warning, {"a", "198.18.0.0/24", "teams"}, "AMS"};
  event.id = static_cast<std::uint64_t>(clock_.wall().time_since_epoch() / 1us);
  event.fields = {
      {"from", std::string("AMS")}, {"value", 1.5}, {"count", std::uint64_t{3}}, {"on", true}};
  history->add(event);
  pass(*history, 2);
  finish(*history);
  history = writer();
  const EventPage page = history->opened()->journal.find_events({});
  ASSERT_EQ(page.events.size(), 1U);
  EXPECT_EQ(page.events[0].summary, "AMS");
  EXPECT_EQ(page.events[0].subject, event.subject);
  EXPECT_EQ(page.events[0].fields, event.fields);
  EXPECT_EQ(history->opened()->journal.runs(Moment{}, Moment::max()).size(), 2U);
  EXPECT_EQ(history->opened()->file.database().number("SELECT count(*) FROM presence"), 8);
}

TEST_F(HistoryWriterTest, WritesManyEventsBeforeTheMinuteEnds) {
  const auto history = writer();
  history->add(*run_.assessment());
  Event event{EventKind::result_changed, EventLevel::debug, {"a"}, "down Pass → Fail"};
  constexpr std::size_t count = 3 * HistoryWriter::max_waiting_events;
  for (event.id = 1; event.id <= count; ++event.id) history->add(event);
  EXPECT_EQ(history->facts().dropped_events, 0U);
  finish(*history);
  EXPECT_EQ(Database::open(file())->number("SELECT count(*) FROM event"),
            static_cast<std::int64_t>(count));
}

}  // namespace
}  // namespace peeringd
