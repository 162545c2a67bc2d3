// Sealed records: nothing is lost, and they are read like others.
#include <gtest/gtest.h>

#include "history/grid.hpp"
#include "history/history_file.hpp"
#include "history/minute_accumulator.hpp"
#include "history/reader.hpp"
#include "history/record_store.hpp"
#include "history/rename.hpp"
#include "unit/history/older_schema.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment midnight{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

class SealingTest : public testing::Test {
 protected:
  SealingTest() : file_(HistoryFile::open(folder_.path(), {}).value()), store_(file_.database()) {}

  // A minute of all targets.
  void write(Moment start) {
    for (int i = 0; i < 2; ++i) run_.probe_all();
    minute_.add(run_.take_batch());
    ASSERT_TRUE(store_.write({start, minute_.take(run_.snapshot())}));
  }

  void write_hours(Moment from, int hours) {
    for (Moment start = from; start < from + hours * 1h; start += 1min) write(start);
  }

  void upkeep(Moment now, bool seal = true) {
    for (;;) {
      auto more = store_.roll_up_some(now);
      ASSERT_TRUE(more);
      if (!*more && seal) more = store_.seal_some(now);
      ASSERT_TRUE(more) << more.error().message;
      if (!*more) return;
    }
  }

  // All records of a tier by series.
  std::map<SeriesKey, std::vector<PeriodRecord>> all(Tier tier, Moment from, Moment to) {
    std::map<SeriesKey, std::vector<PeriodRecord>> found;
    for (const SeriesKind kind : {SeriesKind::prefix, SeriesKind::path, SeriesKind::target}) {
      for (const auto& [key, id] : store_.series().all(kind)) {
        found[key].resize(static_cast<std::size_t>((to - from) / period_of(tier)) + 1);
        store_.table(tier).visit_series(id, from, to, [&](Moment start, PeriodRecord&& record) {
          found[key][static_cast<std::size_t>((start - from) / period_of(tier))] += record;
        });
      }
    }
    return found;
  }

  std::int64_t count(const std::string& table) {
    return file_.database().number("SELECT count(*) FROM " + table);
  }

  PeriodRecord total(Tier tier, std::size_t target) {
    PeriodRecord sum;
    const auto id = store_.series().find(run_.key(target));
    store_.table(tier).visit_series(*id, Moment{}, midnight + 48h,
                                    [&](Moment, PeriodRecord&& record) { sum += record; });
    return sum;
  }

  void expect_all_counted(Tier tier) {
    for (std::size_t i = 0; i < run_.snapshot().targets.size(); ++i) {
      const ProbeCounters& counters = run_.snapshot().targets[i].counters;
      const PeriodRecord sum = total(tier, i);
      EXPECT_EQ(sum.sent, counters.sent) << name_of(tier);
      EXPECT_EQ(sum.received, counters.received) << name_of(tier);
      EXPECT_EQ(sum.lost, counters.lost) << name_of(tier);
      EXPECT_EQ(sum.round_trips.count(), counters.received) << name_of(tier);
    }
  }

  test::TemporaryFolder folder_;
  HistoryFile file_;
  RecordStore store_;
  test::ManualClock clock_;
  test::SimulatedRun run_{clock_};
  MinuteAccumulator minute_;
};

TEST_F(SealingTest, ReadsTheSameRecordsBeforeAndAfter) {
  write_hours(midnight + 30min, 3);
  const Moment end = midnight + 4h;
  upkeep(end, false);
  std::map<Tier, std::map<SeriesKey, std::vector<PeriodRecord>>> before;
  for (const Tier tier : all_tiers) before[tier] = all(tier, midnight, end);
  upkeep(midnight + 24h * 40);
  for (const Tier tier : all_tiers) {
    EXPECT_EQ(count(std::string(table_of(tier))), 0);
    if (tier != Tier::day) {  // which was not over before
      EXPECT_EQ(all(tier, midnight, end), before[tier]) << name_of(tier);
    }
    expect_all_counted(tier);
  }
  EXPECT_EQ(store_.damaged(), 0U);
}

TEST_F(SealingTest, SealsHoursThatHaveBeenOverForSomeTime) {
  write_hours(midnight, 3);
  upkeep(midnight + 8h);
  EXPECT_EQ(count("sealed_minute"), 2 * (2 + 4)) << "two hours of two prefixes and four paths";
  EXPECT_EQ(count("minute"), 60 * (2 + 4 + 8)) << "the third hour";
  EXPECT_EQ(count("sealed_ten_minutes"), 0);
}

TEST_F(SealingTest, AddsALateRecordToASealedHour) {
  write_hours(midnight, 2);
  upkeep(midnight + 24h * 60);
  EXPECT_EQ(count("minute"), 0);
  write(midnight + 30min);  // the clock was set back
  expect_all_counted(Tier::minute);
  const Moment later = midnight + 24h * 60;
  upkeep(later, false);
  for (const Tier tier : all_tiers) expect_all_counted(tier);
  upkeep(later);
  EXPECT_EQ(count("minute"), 0) << "sealed again";
  for (const Tier tier : all_tiers) expect_all_counted(tier);
  EXPECT_EQ(store_.damaged(), 0U);
}

TEST_F(SealingTest, AnswersAQueryInTheMidstOfIt) {
  write_hours(midnight, 2);
  const Moment now = midnight + 9h;
  upkeep(now, false);
  const auto id = store_.series().all(SeriesKind::target).front().second;
  const HistoryGrid grid = grid_of({.from = midnight, .to = midnight + 2h}, 60s);
  const auto before = read_points(store_, id, grid);
  for (bool more = true; more;) {
    EXPECT_EQ(read_points(store_, id, grid), before);
    more = store_.seal_some(now).value();
  }
  EXPECT_EQ(read_points(store_, id, grid), before);
}

TEST_F(SealingTest, DeletesSealedRecordsInWholeBlocks) {
  write_hours(midnight, 3);
  upkeep(midnight + 12h);
  EXPECT_FALSE(*store_.drop_some(Tier::minute, midnight + 59min));
  EXPECT_TRUE(*store_.drop_some(Tier::minute, midnight + 2h));
  EXPECT_EQ(*store_.table(Tier::minute).oldest(), midnight + 1h);
  EXPECT_TRUE(*store_.drop_some(Tier::minute, midnight + 2h));
  EXPECT_FALSE(*store_.drop_some(Tier::minute, midnight + 2h));
  write(midnight + 10min);
  upkeep(midnight + 12h);
  expect_all_counted(Tier::ten_minutes);
}

TEST_F(SealingTest, WaitsForTheCoarserRecords) {
  write_hours(midnight, 1);
  EXPECT_FALSE(*store_.seal_some(midnight + 24h));
  EXPECT_EQ(count("sealed_minute"), 0);
}

TEST_F(SealingTest, LeavesOutABlockThatIsDamaged) {
  write_hours(midnight, 2);
  upkeep(midnight + 10h);
  file_.database().run(
      "UPDATE sealed_minute SET data = x'0102' WHERE id = (SELECT min(id) FROM sealed_minute)");
  const auto prefix = store_.series().all(SeriesKind::prefix).front().second;
  PeriodRecord sum;
  store_.table(Tier::minute)
      .visit_series(prefix, midnight, midnight + 2h,
                    [&](Moment, PeriodRecord&& record) { sum += record; });
  EXPECT_EQ(sum.sent, 60U * 2 * 4) << "the second hour";
  EXPECT_EQ(store_.damaged(), 1U);
}

// More than a block takes.
TEST_F(SealingTest, KeepsTheRowsOfAPathThatItCannotSeal) {
  MinuteBatch batch{midnight, {}};
  PeriodRecord record;
  record.sent = record.skipped = 1;
  for (std::size_t i = 0; i <= max_block_series; ++i) {
    const SeriesKey key{"c", "198.18.9.0/24", "many", "p" + std::to_string(i)};
    batch.records.push_back(
        {std::make_shared<HistoryTarget>(HistoryTarget{key, true, true}), record});
  }
  ASSERT_TRUE(store_.write(batch));
  write_hours(midnight, 1);
  upkeep(midnight + 24h * 60);
  EXPECT_EQ(count("sealed_minute"), 2 + 4 + 1) << "the others, and the prefix of this path";
  const StoredId targets = store_.series().first(SeriesKind::target);
  std::uint64_t skipped = 0;
  store_.table(Tier::minute)
      .visit(midnight, midnight + 1h, targets, series_end,
             [&](Moment, StoredId, PeriodRecord&& each) { skipped += each.skipped; });
  EXPECT_EQ(skipped, max_block_series + 1);
  write_hours(midnight + 1h, 1);
  upkeep(midnight + 24h * 60);
  EXPECT_EQ(count("minute"), 1 + 1 + max_block_series) << "later hours are sealed";
}

TEST_F(SealingTest, DoesNotLowerARecordWhoseFinerOnesAreDamaged) {
  write_hours(midnight, 2);
  upkeep(midnight + 12h);
  const PeriodRecord before = total(Tier::ten_minutes, 0);
  file_.database().run("UPDATE sealed_minute SET data = x'0102'");
  write(midnight + 30min);  // the clock was set back
  upkeep(midnight + 12h);
  EXPECT_GE(total(Tier::ten_minutes, 0).sent, before.sent);
  EXPECT_GE(total(Tier::hour, 0).sent, before.sent);
}

TEST_F(SealingTest, JoinsTheSealedRecordsOfARenamedConnection) {
  write_hours(midnight, 2);
  upkeep(midnight + 24h * 60);
  file_.database().run("UPDATE series SET prefix = '198.18.0.0/24'");  // of both connections
  store_.series().read();
  const std::int64_t pages = file_.database().number("PRAGMA page_count");
  for (bool more = true; more;) {
    more = rename_some(store_, file_.database(), {"a", "b"}).value();
    EXPECT_EQ(count("minute"), 0) << "nothing is unsealed";
  }
  EXPECT_EQ(file_.database().number("PRAGMA page_count"), pages);
  EXPECT_TRUE(store_.series().of_connection("a").empty());
  upkeep(midnight + 24h * 60);
  EXPECT_EQ(count("minute"), 0);
  std::uint64_t sent = 0;
  for (const TargetSnapshot& target : run_.snapshot().targets) sent += target.counters.sent;
  for (const Tier tier : all_tiers) {
    std::uint64_t found = 0;
    store_.table(tier).visit(
        midnight, midnight + 24h, store_.series().first(SeriesKind::target), series_end,
        [&](Moment, StoredId, PeriodRecord&& record) { found += record.sent; });
    EXPECT_EQ(found, sent) << name_of(tier);
  }
}

TEST_F(SealingTest, ShowsTheSumsOfBlocksToPeople) {
  write_hours(midnight, 1);
  upkeep(midnight + 10h);
  EXPECT_EQ(file_.database().number("SELECT sum(sent) FROM by_sealed_minute WHERE connection = 'a'"
                                    " AND endpoint = '' AND begins = '2026-03-01 00:00:00'"
                                    " AND ends = '2026-03-01 01:00:00'"),
            60 * 2 * 4);
}

TEST_F(SealingTest, OpensAFileOfThePreviousFormatAndSealsIt) {
  write_hours(midnight, 2);
  upkeep(midnight + 3h, false);
  const std::uint64_t sent = run_.snapshot().targets[0].counters.sent;
  Database& database = file_.database();
  test::make_third_version(database);
  // Then the path of a probe that it does not count had no number.
  const SeriesKey gone{"b", "198.18.1.0/24", "exchange", {}};
  database.run(
      "DELETE FROM series WHERE connection = 'b' AND endpoint = 'exchange' AND probe = ''");
  ASSERT_TRUE(database.ok()) << database.error().message;
  ASSERT_TRUE(prepare_schema(database));
  EXPECT_EQ(database.number("PRAGMA user_version"), schema_version);
  RecordStore store(database);
  EXPECT_TRUE(store.series().find(gone));
  for (bool more = true; more;) more = store.roll_up_some(midnight + 24h * 60).value();
  for (bool more = true; more;) more = store.seal_some(midnight + 24h * 60).value();
  EXPECT_EQ(count("minute"), 0);
  EXPECT_GT(count("sealed_minute"), 0);
  for (const Tier tier : all_tiers) {
    PeriodRecord sum;
    store.table(tier).visit_series(*store.series().find(run_.key(0)), midnight, midnight + 24h,
                                   [&](Moment, PeriodRecord&& record) { sum += record; });
    EXPECT_EQ(sum.sent, sent) << name_of(tier);
  }
}

}  // namespace
}  // namespace peeringd
