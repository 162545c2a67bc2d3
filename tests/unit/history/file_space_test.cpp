// The history on a full disk, and at the limit of its size.
#include <gmock/gmock.h>

#include "unit/history/small_disk.hpp"
#include "unit/history/writer_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class FileSpaceTest : public test::WriterFixture {};

TEST_F(FileSpaceTest, StartsItsRunLaterIfTheDiskIsFull) {
  const auto folder = folder_.path() / "history";
  const test::SmallDisk disk(folder);
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount";
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

TEST_F(FileSpaceTest, DeletesTheFinestRecordsIfTheDiskIsFullAtTheStart) {
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

TEST_F(FileSpaceTest, RecordsOnADiskWithoutAFreeByteAtTheStart) {
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

TEST_F(FileSpaceTest, DropsTheFinestRecordsFirstToStayBelowItsSize) {
  size_ = 10'000'000;  // the least that may be configured
  clock_.advance(-(clock_.wall().time_since_epoch() % 1h));
  run_.snapshot() = test::blank_snapshot(test::simulated_config(20));
  const auto history = writer();
  // In place of years of days.
  Database& database = history->opened()->file.database();
  database.run("CREATE TABLE filler (data BLOB); INSERT INTO filler VALUES (zeroblob(6300000))");
  ASSERT_TRUE(database.ok());
  bool reached = false;
  for (int minute = 0; minute <= 120; ++minute) {
    pass(*history, 1);
    reached = reached || history->opened()->records.dropped(Tier::minute) > Moment{};
    ASSERT_LE(history->facts().bytes, *size_) << minute;
    ASSERT_TRUE(history->facts().up) << history->facts().problem;
  }
  EXPECT_TRUE(reached) << "otherwise this test shows nothing";
  const std::uint64_t all = sent();
  finish(*history);
  EXPECT_LT(stored().sent, all * 9 / 10);
  EXPECT_GT(stored().sent, all / 10) << "only the oldest minutes had to go";
  EXPECT_EQ(stored(Tier::ten_minutes).sent, all / 121 * 120);
  EXPECT_EQ(stored(Tier::hour).sent, all / 121 * 120);
}

}  // namespace
}  // namespace peeringd
