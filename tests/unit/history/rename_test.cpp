#include "history/rename.hpp"

#include <gtest/gtest.h>

#include "history/grid.hpp"
#include "history/reader.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/small_disk.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// The simulated configuration, whose first connection has another name.
Config renamed_config(const std::string& name, const std::string& was) {
  Config config = test::simulated_config();
  config.connections[0].name = name;
  config.connections[0].was = was;
  return config;
}

class RenameTest : public testing::Test {
 protected:
  RenameTest() { clock_.advance(24h - clock_.wall().time_since_epoch() % 24h); }

  // Records some minutes with this configuration, from a start to a stop of the daemon.
  std::uint64_t run(const Config& config, int minutes) {
    test::SimulatedRun run(clock_, config);
    HistoryWriter writer(options_, clock_);
    writer.open();
    for (int i = 0; i < minutes; ++i) {
      writer.add(*run.assessment());
      for (int burst = 0; burst < 6; ++burst) run.probe_all();
      writer.add(run.take_batch());
      Event event{
          EventKind::source_lost, EventLevel::warning, {config.connections[0].name}, "gone"};
      event.id = static_cast<std::uint64_t>(
          std::chrono::floor<std::chrono::microseconds>(clock_.wall()).time_since_epoch().count());
      writer.add(event);
      writer.add(*run.assessment());
      while (writer.maintain()) {
      }
    }
    writer.finish(run.snapshot());
    std::uint64_t received = 0;
    for (std::size_t i = 0; i < 4; ++i) received += run.snapshot().targets[i].counters.received;
    return received;
  }

  // Everything that a connection received, read at this step.
  std::uint64_t received(const std::string& connection, std::chrono::seconds step) {
    HistoryWriter writer(options_, clock_);
    writer.open();
    return received(*writer.opened(), connection, step);
  }

  std::uint64_t received(OpenHistory& history, const std::string& connection,
                         std::chrono::seconds step) {
    const Moment now = std::chrono::floor<std::chrono::seconds>(clock_.wall());
    const auto view =
        read_view(history, {connection, "198.18.0.0/24", {}, {}}, grid_of({now - 20h, now}, step));
    return view ? view->total.received : 0;
  }

  std::int64_t sealed_blocks() const {
    return Database::open(folder_.path() / "history.db")
        ->number("SELECT count(*) FROM sealed_minute");
  }

  std::size_t events(const std::string& connection) {
    HistoryWriter writer(options_, clock_);
    writer.open();
    EventQuery query;
    query.connection = connection;
    query.limit = 500;
    return writer.opened()->journal.find_events(query).events.size();
  }

  test::TemporaryFolder folder_;
  test::ManualClock clock_;
  HistoryOptions options_{.folder = folder_.path(),
                          .size = 50'000'000,
                          .keep = HistoryConfig().keep,
                          .disk_reserve = 0,
                          .version = "1.2.3"};
};

TEST_F(RenameTest, MovesTheHistoryToTheNewName) {
  const std::uint64_t before = run(renamed_config("a", ""), 75);
  const std::uint64_t after = run(renamed_config("new", "a"), 10);
  for (const std::chrono::seconds step : {60s, 600s, 3600s}) {
    EXPECT_EQ(received("new", step), before + after) << step.count();
  }
  EXPECT_EQ(received("a", 60s), 0U);
  EXPECT_EQ(events("new"), 85U);
  EXPECT_EQ(events("a"), 0U);
}

TEST_F(RenameTest, MergesTheRecordsOfBothNames) {
  const std::uint64_t before = run(renamed_config("a", ""), 65);
  const std::uint64_t between = run(renamed_config("new", ""), 70);
  EXPECT_EQ(received("new", 60s), between) << "the rename has not been stored yet";
  const std::uint64_t after = run(renamed_config("new", "a"), 5);
  for (const std::chrono::seconds step : {60s, 600s, 3600s}) {
    EXPECT_EQ(received("new", step), before + between + after) << step.count();
  }
  EXPECT_EQ(received("a", 60s), 0U);
  EXPECT_EQ(events("new"), 140U);
}

TEST_F(RenameTest, ChangesNothingIfItFails) {
  run(renamed_config("a", ""), 2);
  HistoryWriter writer(options_, clock_);
  writer.open();
  Database& database = writer.opened()->file.database();
  RecordStore& records = writer.opened()->records;
  const auto before = records.series().of_connection("a").size();
  ASSERT_GT(before, 1U);
  database.run(
      "CREATE TRIGGER refuse BEFORE UPDATE ON series WHEN OLD.id ="
      " (SELECT max(id) FROM series WHERE connection IN ('a', 'new'))"
      " BEGIN SELECT RAISE(ABORT, 'no'); END");
  EXPECT_FALSE(rename_some(records, database, {"a", "new"}));
  EXPECT_EQ(records.series().of_connection("a").size(), before);
  EXPECT_TRUE(records.series().of_connection("new").empty());
  database.run("DROP TRIGGER refuse");
  EXPECT_TRUE(rename_some(records, database, {"a", "new"}));
  EXPECT_EQ(records.series().of_connection("new").size(), before);
}

// Both names have sealed blocks, for the same prefix.
TEST_F(RenameTest, JoinsSealedRecordsOnceTheDiskHasRoom) {
  const test::SmallDisk disk(folder_.path(), 4);
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount";
  const std::uint64_t before = run(renamed_config("a", ""), 4 * 60);
  clock_.step_wall(-4h);  // the same blocks
  const std::uint64_t between = run(renamed_config("new", ""), 4 * 60);
  clock_.advance(8h);
  const std::uint64_t later = run(renamed_config("new", ""), 1);
  const auto blocks = sealed_blocks();
  ASSERT_GT(blocks, 20);
  {
    test::SimulatedRun full(clock_, renamed_config("new", "a"));
    HistoryWriter writer(options_, clock_);
    writer.open();
    writer.opened()->file.database().run("PRAGMA wal_checkpoint(TRUNCATE)");
    disk.fill(0);
    for (int minute = 0; minute < 3; ++minute) {
      writer.add(*full.assessment());
      clock_.advance(1min);
      writer.add(*full.assessment());
      while (writer.maintain()) {
      }
      EXPECT_FALSE(writer.facts().up) << "otherwise this test shows nothing";
    }
    ASSERT_NE(writer.opened(), nullptr);
    EXPECT_EQ(received(*writer.opened(), "a", 60s), before) << "nothing has changed";
    EXPECT_EQ(received(*writer.opened(), "new", 60s), between + later);
  }
  disk.free();
  const std::uint64_t after = run(renamed_config("new", "a"), 2);
  for (const std::chrono::seconds step : {60s, 600s, 3600s}) {
    EXPECT_EQ(received("new", step), before + between + later + after) << step.count();
  }
  EXPECT_EQ(received("a", 60s), 0U);
  EXPECT_LT(sealed_blocks(), blocks) << "they are joined";
}

TEST_F(RenameTest, MayStayInTheConfiguration) {
  std::uint64_t sum = run(renamed_config("a", ""), 5);
  for (int restart = 0; restart < 3; ++restart) sum += run(renamed_config("new", "a"), 5);
  EXPECT_EQ(received("new", 60s), sum);
}

}  // namespace
}  // namespace peeringd
