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

}  // namespace
}  // namespace peeringd
