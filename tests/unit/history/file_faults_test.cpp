// What the history survives: damage, other programs, a folder that is gone, the end of the process.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "support/captured_log.hpp"
#include "unit/history/writer_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class FileFaultsTest : public test::WriterFixture {};

TEST_F(FileFaultsTest, RejectsASecondDaemon) {
  const auto first = writer();
  test::capture_log();
  HistoryWriter second(options(), clock_);
  second.open();
  EXPECT_THAT(test::captured_log(), HasSubstr("another peeringd is using"));
  EXPECT_FALSE(second.facts().up);
  EXPECT_TRUE(first->facts().up);
  pass(*first, 1);
  EXPECT_TRUE(first->facts().up);
}

TEST_F(FileFaultsTest, RenamesADamagedFile) {
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

TEST_F(FileFaultsTest, RenamesAFileThatIsDamagedAtRunTime) {
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

TEST_F(FileFaultsTest, RejectsAFileOfANewerVersionUnchanged) {
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

TEST_F(FileFaultsTest, RefusesADatabaseOfAnotherProgram) {
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

TEST_F(FileFaultsTest, KeepsMinutesInMemoryWhileTheFolderCannotBeWritten) {
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

TEST_F(FileFaultsTest, CountsEventsWithoutRoomWhileTheFolderCannotBeWritten) {
  { std::ofstream(folder_.path() / "history") << "in the way"; }
  const auto history = writer();
  test::capture_log();
  const auto time = std::chrono::floor<std::chrono::microseconds>(clock_.wall());
  for (std::size_t i = 0; i < HistoryWriter::max_waiting_events + 2; ++i) {
    Event event{EventKind::source_lost, EventLevel::warning, {"a"}, "gone"};
    event.id = static_cast<std::uint64_t>(time.time_since_epoch().count()) + i;
    history->add(event);
  }
  const std::string log = test::captured_log();
  EXPECT_THAT(log, HasSubstr("too many events wait for the file"));
  EXPECT_EQ(std::ranges::count(log, '\n'), 1) << log;
  EXPECT_EQ(history->facts().dropped_events, 2U);
  std::filesystem::remove(folder_.path() / "history");
  pass(*history, 1);
  EXPECT_EQ(history->opened()->file.database().number("SELECT count(*) FROM event"),
            static_cast<std::int64_t>(HistoryWriter::max_waiting_events));
}

TEST_F(FileFaultsTest, KeepsRoomForEventsThatPeopleSeeWhileTheFolderCannotBeWritten) {
  { std::ofstream(folder_.path() / "history") << "in the way"; }
  const auto history = writer();
  Event event{EventKind::result_changed, EventLevel::debug, {"a"}, "down Pass → Fail"};
  const auto time = std::chrono::floor<std::chrono::microseconds>(clock_.wall());
  event.id = static_cast<std::uint64_t>(time.time_since_epoch().count());
  for (std::size_t i = 0; i < HistoryWriter::max_waiting_events; ++i, ++event.id) {
    history->add(event);
  }
  EXPECT_EQ(history->facts().dropped_events, HistoryWriter::max_waiting_events / 2);
  event.kind = EventKind::connection_down;
  event.level = EventLevel::error;
  history->add(event);
  std::filesystem::remove(folder_.path() / "history");
  pass(*history, 1);
  EXPECT_EQ(history->opened()->file.database().number(
                "SELECT count(*) FROM event WHERE kind = 'connection_down'"),
            1);
}

TEST_F(FileFaultsTest, ReopensTheFileAfterAFailedWrite) {
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

TEST_F(FileFaultsTest, ReportsAgedRecordsThatCannotBeDeleted) {
  HistoryOptions brief = options();
  brief.keep[index_of(Tier::minute)] = 1h;
  HistoryWriter history(brief, clock_);
  history.open();
  pass(history, 50);
  history.opened()->file.database().run(
      "CREATE TRIGGER refuse BEFORE DELETE ON minute BEGIN SELECT RAISE(ABORT, 'stuck'); END");
  test::capture_log();
  pass(history, 60);
  EXPECT_THAT(test::captured_log(), HasSubstr("stuck"));
  EXPECT_GT(history.facts().failures, 0U);
  Database::open(file())->run("DROP TRIGGER refuse");
  pass(history, 2);
  EXPECT_TRUE(history.facts().up);
  EXPECT_GT(history.opened()->records.dropped(Tier::minute), Moment{}) << "deleted after all";
}

TEST_F(FileFaultsTest, ReportsRecordsThatCannotBeDeletedToMakeRoom) {
  const auto history = writer();
  pass(*history, 30);
  OpenHistory& open = *history->opened();
  HistoryOptions same = options();
  HistoryUpkeep upkeep(same, clock_);
  upkeep.begin(open);
  Database& database = open.file.database();
  database.run(
      "CREATE TRIGGER refuse BEFORE DELETE ON minute BEGIN SELECT RAISE(ABORT, 'stuck'); END");
  const Moment later = std::chrono::floor<std::chrono::seconds>(clock_.wall()) + 2h;
  for (const auto& worked : {upkeep.make_room_once(open, later), upkeep.free_disk(open, later)}) {
    ASSERT_FALSE(worked);
    EXPECT_EQ(worked.error().message, "stuck");
  }
  database.run("DROP TRIGGER refuse");
  EXPECT_TRUE(upkeep.make_room_once(open, later).value());
}

TEST_F(FileFaultsTest, CreatesANewFileInADeletedFolder) {
  const auto history = writer();
  pass(*history, 2);
  const std::uint64_t before = sent();
  std::filesystem::remove_all(folder_.path() / "history");
  pass(*history, 2);
  EXPECT_TRUE(history->facts().up);
  finish(*history);
  EXPECT_EQ(stored().sent, sent() - before);
}

TEST_F(FileFaultsTest, HasWholeMinutesAfterBeingKilled) {
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

TEST_F(FileFaultsTest, OpensACopyMadeAtAnyMoment) {
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

}  // namespace
}  // namespace peeringd
