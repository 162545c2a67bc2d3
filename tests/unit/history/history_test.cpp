#include "history/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "support/captured_log.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

class HistoryTest : public testing::Test {
 protected:
  static HistoryOptions options_in(const test::TemporaryFolder& folder) {
    return {.folder = folder.path(),
            .size = 50'000'000,
            .keep = HistoryConfig().keep,
            .disk_reserve = 0,
            .version = "1.2.3"};
  }

  // Passes ten seconds of probes to the history.
  void probe(History& history) {
    run_.probe_all();
    history.add(run_.take_batch());
    history.add(run_.assessment());
  }

  // What the open file has received; none without a file. All that was added before is in.
  static std::optional<std::int64_t> received(History& history) {
    std::promise<std::optional<std::int64_t>> answer;
    auto future = answer.get_future();
    const bool asked = history.read([&](OpenHistory* open) {
      answer.set_value(open == nullptr ? std::nullopt
                                       : std::optional(open->file.database().number(
                                             "SELECT coalesce(sum(received), 0) FROM by_minute"
                                             " WHERE probe <> ''")));
    });
    EXPECT_TRUE(asked);
    return future.get();
  }

  std::int64_t answered() {
    std::int64_t sum = 0;
    for (const TargetSnapshot& target : run_.snapshot().targets) {
      sum += static_cast<std::int64_t>(target.counters.received);
    }
    return sum;
  }

  test::TemporaryFolder first_;
  test::TemporaryFolder second_;
  test::ManualClock clock_;
  test::SimulatedRun run_{clock_};
};

TEST_F(HistoryTest, ContinuesInAnotherFolder) {
  History history(options_in(first_), clock_);
  for (int i = 0; i < 20; ++i) probe(history);
  received(history);  // so that the next assessment is the first after the reload
  history.reload(options_in(second_));
  probe(history);
  const std::int64_t in_first = answered();
  EXPECT_EQ(received(history), 0);
  for (int i = 0; i < 20; ++i) probe(history);
  const std::int64_t all = answered();
  EXPECT_TRUE(history.finish(std::make_shared<const Snapshot>(run_.snapshot()), 10s));

  std::vector<std::int64_t> sums;
  for (const test::TemporaryFolder* folder : {&first_, &second_}) {
    History later(options_in(*folder), clock_);
    sums.push_back(received(later).value_or(-1));
  }
  EXPECT_EQ(sums[0], in_first) << "the last minute too";
  EXPECT_EQ(sums[0] + sums[1], all) << "nothing may be counted twice or be missing";
}

TEST_F(HistoryTest, CanBeSwitchedOffAndOn) {
  History history(options_in(first_), clock_);
  for (int i = 0; i < 10; ++i) probe(history);
  received(history);
  history.reload(std::nullopt);
  probe(history);
  const std::int64_t before = answered();
  EXPECT_FALSE(received(history));
  EXPECT_FALSE(history.facts().on);
  for (int i = 0; i < 10; ++i) probe(history);
  EXPECT_FALSE(received(history));
  history.reload(options_in(first_));
  probe(history);
  const std::int64_t off = answered() - before;
  EXPECT_EQ(received(history), before);
  EXPECT_TRUE(history.facts().up);
  for (int i = 0; i < 10; ++i) probe(history);
  EXPECT_TRUE(history.finish(std::make_shared<const Snapshot>(run_.snapshot()), 10s));
  History later(options_in(first_), clock_);
  EXPECT_EQ(received(later), answered() - off)
      << "nothing may be recorded while the history is off";
}

TEST_F(HistoryTest, CountsEventsWithoutRoomWhileTheDiskHangs) {
  History history(options_in(first_), clock_);
  received(history);  // so that the file is open
  auto gate = std::make_shared<std::promise<void>>();
  ASSERT_TRUE(history.read([gate](OpenHistory*) { gate->get_future().wait(); }));
  test::capture_log();
  for (std::size_t i = 0; i < HistoryWriter::max_waiting_events + 3; ++i) {
    Event event{EventKind::source_lost, EventLevel::warning, {"a"}, "gone"};
    event.id = i + 1;
    history.add(event);
  }
  const std::string log = test::captured_log();
  EXPECT_THAT(log, testing::HasSubstr("the newest events are not recorded"));
  EXPECT_EQ(std::ranges::count(log, '\n'), 1) << log;
  gate->set_value();
  probe(history);
  received(history);
  EXPECT_EQ(history.facts().dropped_events, 3U);
}

TEST_F(HistoryTest, KeepsRoomForEventsThatPeopleSeeWhileTheDiskHangs) {
  History history(options_in(first_), clock_);
  received(history);  // so that the file is open
  auto gate = std::make_shared<std::promise<void>>();
  ASSERT_TRUE(history.read([gate](OpenHistory*) { gate->get_future().wait(); }));
  Event event{EventKind::result_changed, EventLevel::debug, {"a"}, "down Pass → Fail"};
  const auto time = std::chrono::floor<std::chrono::microseconds>(clock_.wall());
  event.id = static_cast<std::uint64_t>(time.time_since_epoch().count());
  for (std::size_t i = 0; i < HistoryWriter::max_waiting_events; ++i, ++event.id) {
    history.add(event);
  }
  event.kind = EventKind::connection_down;
  event.level = EventLevel::error;
  history.add(event);
  gate->set_value();
  probe(history);
  EXPECT_TRUE(history.finish(std::make_shared<const Snapshot>(run_.snapshot()), 10s));
  History later(options_in(first_), clock_);
  std::promise<std::int64_t> down;
  later.read([&](OpenHistory* open) {
    down.set_value(
        open->file.database().number("SELECT count(*) FROM event WHERE kind = 'connection_down'"));
  });
  EXPECT_EQ(down.get_future().get(), 1);
}

TEST_F(HistoryTest, KeepsTheFileIfNothingHasChanged) {
  History history(options_in(first_), clock_);
  probe(history);
  history.reload(options_in(first_));
  for (int i = 0; i < 10; ++i) probe(history);
  std::promise<std::int64_t> runs;
  history.read([&](OpenHistory* open) {
    runs.set_value(open->file.database().number("SELECT count(*) FROM run"));
  });
  EXPECT_EQ(runs.get_future().get(), 1);
}

}  // namespace
}  // namespace peeringd
