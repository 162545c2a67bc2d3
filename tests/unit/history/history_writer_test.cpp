// What the history survives.
#include "history/history_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "support/captured_log.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/small_disk.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class HistoryWriterTest : public testing::Test {
 protected:
  HistoryWriterTest() { clock_.advance(-(clock_.wall().time_since_epoch() % 1min)); }

  HistoryOptions options() const {
    HistoryConfig config;
    return {.folder = folder_.path() / "history",
            .size = size_,
            .keep = config.keep,
            .disk_reserve = 0,
            .version = "1.2.3"};
  }

  std::unique_ptr<HistoryWriter> writer() {
    auto writer = std::make_unique<HistoryWriter>(options(), clock_);
    writer->open();
    return writer;
  }

  // Simulates `minutes` minutes. Each is closed by the first assessment of the next.
  void pass(HistoryWriter& writer, int minutes) {
    for (int i = 0; i < minutes; ++i) {
      writer.add(*run_.assessment());
      for (int burst = 0; burst < 6; ++burst) run_.probe_all();
      writer.add(run_.take_batch());
      writer.add(*run_.assessment());
      while (writer.maintain()) {
      }
    }
  }

  void finish(HistoryWriter& writer) {
    writer.add(run_.take_batch());
    writer.finish(run_.snapshot());
  }

  // What the file has of all targets.
  PeriodRecord stored(Tier tier = Tier::minute) {
    PeriodRecord sum;
    auto file = HistoryFile::open(folder_.path() / "history", clock_.wall());
    EXPECT_TRUE(file);
    if (!file) return sum;
    RecordStore store(file->database());
    RecordTable& table = store.table(tier);
    const StoredId first = store.series().first(SeriesKind::target);
    for (auto start = table.oldest(); start; start = table.first_in(*start + 1s, Moment::max())) {
      table.visit(*start, *start + period_of(tier), first, series_end,
                  [&](Moment, StoredId, PeriodRecord&& record) { sum += record; });
    }
    return sum;
  }

  std::uint64_t sent() const {
    std::uint64_t sum = 0;
    for (const TargetSnapshot& target : run_.snapshot().targets) sum += target.counters.sent;
    return sum;
  }

  std::filesystem::path file() const { return folder_.path() / "history" / "history.db"; }

  test::TemporaryFolder folder_;
  test::ManualClock clock_;
  mutable test::SimulatedRun run_{clock_};
  std::optional<std::uint64_t> size_ = 50'000'000;
};

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

TEST_F(HistoryWriterTest, RejectsASecondDaemon) {
  const auto first = writer();
  test::capture_log();
  HistoryWriter second(options(), clock_);
  second.open();
  EXPECT_THAT(test::captured_log(), HasSubstr("another peeringd has"));
  EXPECT_FALSE(second.facts().up);
  EXPECT_TRUE(first->facts().up);
  pass(*first, 1);
  EXPECT_TRUE(first->facts().up);
}

TEST_F(HistoryWriterTest, RenamesADamagedFile) {
  {
    const auto history = writer();
    pass(*history, 2);
    finish(*history);
  }
  { std::ofstream(file(), std::ios::in | std::ios::out).write("no database at all", 18); }
  test::capture_log();
  const auto history = writer();
  EXPECT_THAT(test::captured_log(), HasSubstr("history.db.damaged-"));
  EXPECT_TRUE(history->facts().up);
  EXPECT_EQ(history->facts().failures, 1U);
  run_.snapshot() = test::blank_snapshot(test::simulated_config());
  pass(*history, 2);
  finish(*history);
  EXPECT_EQ(stored().sent, sent());
}

TEST_F(HistoryWriterTest, RenamesAFileThatIsDamagedAtRunTime) {
  auto history = writer();
  pass(*history, 5);
  history->opened()->file.database().run("PRAGMA wal_checkpoint(TRUNCATE)");
  {
    std::ofstream damage(file(), std::ios::in | std::ios::out);
    damage.seekp(8192);
    damage << std::string(200'000, 'x');
  }
  history->opened()->file.database().run("PRAGMA shrink_memory");
  pass(*history, 3);
  EXPECT_TRUE(history->facts().up);
  EXPECT_GE(history->facts().failures, 1U);
}

TEST_F(HistoryWriterTest, RejectsAFileOfANewerVersionUnchanged) {
  {
    const auto history = writer();
    pass(*history, 2);
    history->opened()->file.database().run("PRAGMA user_version = 99");
    finish(*history);
  }
  const auto size = std::filesystem::file_size(file());
  const auto history = writer();
  EXPECT_FALSE(history->facts().up);
  EXPECT_THAT(history->facts().problem, HasSubstr("newer version"));
  pass(*history, 2);
  EXPECT_EQ(std::filesystem::file_size(file()), size);
}

TEST_F(HistoryWriterTest, RefusesADatabaseOfAnotherProgram) {
  std::filesystem::create_directories(file().parent_path());
  {
    auto other = Database::open(file());
    ASSERT_TRUE(other);
    other->run("CREATE TABLE song (title TEXT)");
  }
  const auto history = writer();
  EXPECT_THAT(history->facts().problem, HasSubstr("another program"));
  auto other = Database::open(file());
  EXPECT_EQ(other->number("SELECT count(*) FROM song"), 0);
  EXPECT_TRUE(other->ok());
}

TEST_F(HistoryWriterTest, KeepsMinutesInMemoryWhileTheFolderCannotBeWritten) {
  { std::ofstream(folder_.path() / "history") << "in the way"; }
  const auto history = writer();
  EXPECT_FALSE(history->facts().up);
  pass(*history, 100);
  EXPECT_EQ(history->facts().backlog, Backlog::max_minutes);
  EXPECT_GT(history->facts().merged, 0U);
  std::filesystem::remove(folder_.path() / "history");
  pass(*history, 1);
  EXPECT_TRUE(history->facts().up);
  EXPECT_EQ(history->facts().backlog, 0U);
  finish(*history);
  EXPECT_EQ(stored().sent, sent()) << "only the borders of the minutes may be lost";
}

TEST_F(HistoryWriterTest, StartsItsRunLaterIfTheDiskIsFull) {
  const auto folder = folder_.path() / "history";
  const test::SmallDisk disk(folder);
  if (!disk.mounted()) GTEST_SKIP() << "needs permission to mount";
  {
    const auto before = writer();
    finish(*before);
  }
  const auto runs = [&] { return Database::open(file())->number("SELECT count(*) FROM run"); };
  ASSERT_EQ(runs(), 1);
  std::filesystem::remove(folder / "history.db.reserve");
  disk.fill(40'960);  // room for the index of the log, but not for a page in the log
  const auto history = writer();
  EXPECT_FALSE(history->facts().up);
  EXPECT_THAT(history->facts().problem, HasSubstr("full"));
  disk.free();
  pass(*history, 2);
  EXPECT_TRUE(history->facts().up);
  finish(*history);
  EXPECT_EQ(runs(), 2);
}

TEST_F(HistoryWriterTest, DeletesTheFinestRecordsIfTheDiskIsFullAtTheStart) {
  const auto folder = folder_.path() / "history";
  const test::SmallDisk disk(folder);
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount";
  {
    const auto before = writer();
    pass(*before, 130);
    finish(*before);
  }
  const std::uint64_t all = sent();
  disk.fill(40'960);  // room for the index of the log, but not for a page in the log
  {
    const auto history = writer();
    EXPECT_TRUE(history->facts().up) << history->facts().problem;
    run_.snapshot() = test::blank_snapshot(test::simulated_config());
    pass(*history, 3);
    EXPECT_TRUE(history->facts().up) << history->facts().problem;
    finish(*history);
  }
  disk.free();
  EXPECT_LT(stored().sent, all + sent()) << "the oldest minutes are deleted";
  EXPECT_EQ(stored(Tier::hour).sent, all / 130 * 120) << "coarser records stay";
  const auto history = writer();
  EXPECT_TRUE(std::filesystem::exists(folder / "history.db.reserve")) << "made again";
}

TEST_F(HistoryWriterTest, RecordsOnADiskWithoutAFreeByteAtTheStart) {
  const auto folder = folder_.path() / "history";
  const test::SmallDisk disk(folder);
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount";
  {
    const auto before = writer();
    pass(*before, 2);
    finish(*before);
  }
  const std::uint64_t before = sent();
  disk.fill(0);
  const auto history = writer();
  EXPECT_TRUE(history->facts().up) << history->facts().problem;
  run_.snapshot() = test::blank_snapshot(test::simulated_config());
  pass(*history, 3);
  EXPECT_TRUE(history->facts().up) << history->facts().problem;
  finish(*history);
  EXPECT_EQ(stored().sent, before + sent());
}

TEST_F(HistoryWriterTest, ReopensTheFileAfterAFailedWrite) {
  const auto history = writer();
  pass(*history, 2);
  history->opened()->file.database().run(
      "CREATE TRIGGER refuse BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no'); END");
  Event event{EventKind::source_lost, EventLevel::warning, {"a"}, "gone"};
  event.id = 1;
  history->add(event);
  pass(*history, 1);
  EXPECT_FALSE(history->facts().up);
  EXPECT_EQ(history->opened(), nullptr);
  Database::open(file())->run("DROP TRIGGER refuse");
  pass(*history, 1);
  EXPECT_TRUE(history->facts().up);
  EXPECT_EQ(history->opened()->file.database().number("SELECT count(*) FROM event"), 1);
}

TEST_F(HistoryWriterTest, CreatesANewFileInADeletedFolder) {
  const auto history = writer();
  pass(*history, 2);
  const std::uint64_t before = sent();
  std::filesystem::remove_all(folder_.path() / "history");
  pass(*history, 2);
  EXPECT_TRUE(history->facts().up);
  finish(*history);
  EXPECT_EQ(stored().sent, sent() - before);
}

TEST_F(HistoryWriterTest, DropsTheFinestRecordsFirstToStayBelowItsSize) {
  size_ = 10'000'000;
  run_.snapshot() = test::blank_snapshot(test::simulated_config(20));
  const auto history = writer();
  for (int day = 0; day < 6; ++day) {
    pass(*history, 120);
    clock_.advance(22h);
    EXPECT_LE(history->facts().bytes, *size_);
    EXPECT_TRUE(history->facts().up);
  }
  const std::uint64_t all = sent();
  finish(*history);
  EXPECT_LE(stored().sent, all);
  EXPECT_GT(stored(Tier::hour).sent, all * 9 / 10);
}

TEST_F(HistoryWriterTest, HasWholeMinutesAfterBeingKilled) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto history = writer();
    pass(*history, 20);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(stored().sent, 20U * 48);
}

TEST_F(HistoryWriterTest, OpensACopyMadeAtAnyMoment) {
  const auto history = writer();
  test::TemporaryFolder copies;
  for (int i = 0; i < 12; ++i) {
    pass(*history, 1);
    const auto copy = copies.path() / std::to_string(i);
    std::filesystem::copy(folder_.path() / "history", copy);
    auto opened = HistoryFile::open(copy, clock_.wall());
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->set_aside().empty());
    EXPECT_EQ(opened->database().number("SELECT count(*) FROM pragma_integrity_check"
                                        " WHERE integrity_check <> 'ok'"),
              0);
    EXPECT_EQ(opened->database().number("SELECT count(DISTINCT id >> 24) FROM minute"), i + 1);
  }
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

}  // namespace
}  // namespace peeringd
