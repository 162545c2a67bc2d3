#include "history/record_store.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "history/history_file.hpp"
#include "history/minute_accumulator.hpp"
#include "history/span_sum.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

class RecordStoreTest : public testing::Test {
 protected:
  RecordStoreTest()
      : file_(HistoryFile::open(folder_.path(), {}).value()), store_(file_.database()) {}

  static MinuteBatch minute_of(Moment start, std::uint32_t units, const char* connection = "a") {
    const HistoryTarget target{{connection, "198.18.0.0/24", "teams", "icmp"}, true, true};
    PeriodRecord record;
    record.sent = record.received = record.difference_count = 1;
    record.round_trips.add(units);
    return {start, {{std::make_shared<HistoryTarget>(target), record}}};
  }

  void write(Moment start, std::uint32_t units = 100'000) {
    ASSERT_TRUE(store_.write(minute_of(start, units)));
  }

  void roll_up(Moment now) {
    for (;;) {
      const auto more = store_.roll_up_some(now);
      ASSERT_TRUE(more) << more.error().message;
      if (!*more) return;
    }
  }

  PeriodRecord sum(Tier tier, const SeriesKey& key = target) {
    PeriodRecord sum;
    const auto series = store_.series().find(key);
    if (!series) return sum;
    RecordTable& table = store_.table(tier);
    for (auto start = table.oldest(); start; start = table.first_in(*start + 1s, Moment::max())) {
      if (auto record = table.find(*start, *series)) sum += *record;
    }
    return sum;
  }

  static inline const SeriesKey target{"a", "198.18.0.0/24", "teams", "icmp"};

  test::TemporaryFolder folder_;
  HistoryFile file_;
  RecordStore store_;
};

TEST_F(RecordStoreTest, StoresTheSumsOfPathsAndPrefixes) {
  test::ManualClock clock;
  test::SimulatedRun run(clock);
  MinuteAccumulator minute;
  for (int i = 0; i < 6; ++i) run.probe_all();
  minute.add(run.take_batch());
  ASSERT_TRUE(store_.write({noon, minute.take(run.snapshot())}));
  PeriodRecord path;
  PeriodRecord prefix;
  for (std::size_t i = 0; i < 4; ++i) {
    const PeriodRecord record = sum(Tier::minute, run.key(i));
    EXPECT_EQ(record.received, run.snapshot().targets[i].counters.received);
    if (i < 2) path += record;
    prefix += record;
  }
  const TargetKey key = run.key(0);
  EXPECT_EQ(sum(Tier::minute, {key.connection, key.prefix, key.endpoint, {}}), path);
  EXPECT_EQ(sum(Tier::minute, {key.connection, key.prefix, {}, {}}), prefix);
}

TEST_F(RecordStoreTest, AddsToAnExistingMinute) {
  write(noon);
  write(noon);
  write(noon - 5min);
  EXPECT_EQ(sum(Tier::minute).sent, 3U);
  EXPECT_EQ(store_.table(Tier::minute).find(noon, *store_.series().find(target))->sent, 2U);
}

TEST_F(RecordStoreTest, SumsEachTierFromThePreviousOne) {
  test::ManualClock clock;
  test::SimulatedRun run(clock);
  MinuteAccumulator minute;
  const Moment begin = noon - 12h;
  Moment time = begin;
  for (; time < begin + 26h; time += 1min) {
    for (int i = 0; i < 6; ++i) run.probe_all();
    minute.add(run.take_batch());
    ASSERT_TRUE(store_.write({time, minute.take(run.snapshot())}));
    if (time.time_since_epoch() % 7min == 0s) roll_up(time);
  }
  roll_up(begin + 48h);
  for (std::size_t i = 0; i < run.snapshot().targets.size(); ++i) {
    const ProbeCounters& counters = run.snapshot().targets[i].counters;
    std::vector<std::uint32_t> samples = run.samples().at(run.key(i));
    std::sort(samples.begin(), samples.end());
    for (const Tier tier : all_tiers) {
      const PeriodRecord record = sum(tier, run.key(i));
      EXPECT_EQ(record.sent, counters.sent) << name_of(tier);
      EXPECT_EQ(record.received, counters.received) << name_of(tier);
      EXPECT_EQ(record.lost, counters.lost) << name_of(tier);
      EXPECT_EQ(record.round_trips.count(), samples.size()) << name_of(tier);
      for (const double q : {0.05, 0.5, 0.95}) {
        const double exact =
            100.0 * samples[static_cast<std::size_t>(q * static_cast<double>(samples.size() - 1))];
        const auto found = static_cast<double>(record.round_trips.quantile(q)->count());
        EXPECT_LE(std::abs(found - exact), 0.009 * exact) << name_of(tier) << " " << q;
      }
    }
  }
  EXPECT_FALSE(store_.is_pending(Tier::day, Moment{}, Moment::max()));
}

TEST_F(RecordStoreTest, WritesACoarserRecordAtTheEndOfThePeriod) {
  write(noon);
  roll_up(noon + 9min);
  EXPECT_TRUE(sum(Tier::ten_minutes).empty());
  EXPECT_TRUE(store_.is_pending(Tier::hour, noon, noon + 1h));
  EXPECT_FALSE(store_.is_pending(Tier::hour, noon + 1h, noon + 2h));
  roll_up(noon + 10min);
  EXPECT_EQ(sum(Tier::ten_minutes).sent, 1U);
}

TEST_F(RecordStoreTest, AddsLateMinutesToACoarserRecord) {
  write(noon);
  roll_up(noon + 48h);
  write(noon + 1min);  // the clock was set back
  roll_up(noon + 48h);
  for (const Tier tier : all_tiers) EXPECT_EQ(sum(tier).sent, 2U) << name_of(tier);
}

TEST_F(RecordStoreTest, AddsLateMinutesAfterFinerRecordsWereDeleted) {
  write(noon);
  roll_up(noon + 48h);
  ASSERT_TRUE(*store_.drop_some(Tier::minute, noon + 1h));
  write(noon + 1min);
  roll_up(noon + 48h);
  EXPECT_EQ(sum(Tier::minute).sent, 0U) << "too old to be kept";
  EXPECT_EQ(sum(Tier::ten_minutes).sent, 2U);
  EXPECT_EQ(sum(Tier::hour).sent, 2U);
  EXPECT_EQ(sum(Tier::day).sent, 2U);
  ASSERT_TRUE(*store_.drop_some(Tier::hour, noon + 24h));
  write(noon + 2min);
  roll_up(noon + 48h);
  EXPECT_EQ(sum(Tier::day).sent, 3U);
  EXPECT_EQ(sum(Tier::hour).sent, 0U);
}

TEST_F(RecordStoreTest, DeletesOnlyRecordsIncludedInCoarserOnes) {
  write(noon);
  EXPECT_FALSE(*store_.drop_some(Tier::minute, noon + 1h));
  EXPECT_EQ(sum(Tier::minute).sent, 1U);
  roll_up(noon + 1h);
  EXPECT_FALSE(*store_.drop_some(Tier::minute, noon + 9min))
      << "the minutes of one ten-minute record must stay together";
  EXPECT_TRUE(*store_.drop_some(Tier::minute, noon + 10min));
  EXPECT_FALSE(*store_.drop_some(Tier::minute, noon + 10min));
}

TEST_F(RecordStoreTest, ToleratesARecordFromTheFuture) {
  write(noon + 24h * 3650);
  write(noon);
  roll_up(noon + 48h);
  EXPECT_EQ(sum(Tier::day).sent, 1U);
  EXPECT_TRUE(*store_.drop_some(Tier::minute, noon + 24h));
  EXPECT_EQ(sum(Tier::minute).sent, 1U);
}

TEST_F(RecordStoreTest, ReusesTheNumberOfAReturningSeries) {
  write(noon);
  const auto before = store_.series().find(target);
  RecordStore again(file_.database());
  EXPECT_EQ(again.series().find(target), before);
  ASSERT_TRUE(again.write(minute_of(noon + 1min, 1, "b")));
  EXPECT_NE(again.series().find({"b", "198.18.0.0/24", "teams", "icmp"}), before);
}

TEST_F(RecordStoreTest, ForgetsTheNumberOfATargetThatChanged) {
  MinuteBatch batch = minute_of(noon, 100'000);
  ASSERT_TRUE(store_.write(batch));
  file_.database().run("UPDATE series SET connection = 'b'");
  store_.series().read();
  batch.start += 1min;
  ASSERT_TRUE(store_.write(batch));
  EXPECT_EQ(sum(Tier::minute).sent, 1U) << "a new series of the old name";
  EXPECT_EQ(sum(Tier::minute, {"b", "198.18.0.0/24", "teams", "icmp"}).sent, 1U);
  store_.series().set_new_names({{"a", "b"}});
  batch.start += 1min;
  ASSERT_TRUE(store_.write(batch));
  EXPECT_EQ(sum(Tier::minute, {"b", "198.18.0.0/24", "teams", "icmp"}).sent, 2U);
}

TEST_F(RecordStoreTest, RecreatesTheSeriesAfterAnError) {
  MinuteBatch batch = minute_of(noon, 100'000);
  file_.database().run("ALTER TABLE minute RENAME TO gone");
  ASSERT_FALSE(store_.write(batch));
  file_.database().run("ALTER TABLE gone RENAME TO minute");
  ASSERT_TRUE(store_.write(batch));
  EXPECT_EQ(file_.database().number("SELECT count(*) FROM series"), 3);
  EXPECT_EQ(sum(Tier::minute).sent, 1U);
}

TEST_F(RecordStoreTest, FindsTargetsInAnyOrder) {
  MinuteBatch batch = minute_of(noon, 100'000);
  batch.records.push_back(minute_of(noon, 200'000, "b").records.front());
  ASSERT_TRUE(store_.write(batch));
  std::swap(batch.records[0], batch.records[1]);
  batch.start += 1min;
  ASSERT_TRUE(store_.write(batch));
  batch.records.erase(batch.records.begin());  // nothing was measured of b
  batch.start += 1min;
  ASSERT_TRUE(store_.write(batch));
  EXPECT_EQ(sum(Tier::minute).sent, 3U);
  EXPECT_EQ(sum(Tier::minute, {"b", "198.18.0.0/24", "teams", "icmp"}).sent, 2U);
  EXPECT_EQ(sum(Tier::minute, {"b", "198.18.0.0/24", {}, {}}).sent, 2U);
}

TEST_F(RecordStoreTest, AddsUpTargetsOfTheSameName) {
  MinuteBatch batch = minute_of(noon, 100'000);
  batch.records.push_back(minute_of(noon, 200'000).records.front());  // before and after a reload
  ASSERT_TRUE(store_.write(batch));
  EXPECT_EQ(sum(Tier::minute).sent, 2U);
  EXPECT_EQ(sum(Tier::minute).round_trips.buckets().size(), 2U);
}

TEST_F(RecordStoreTest, AddsUpASpanFromRecordsOfAllTiers) {
  const Moment begin = noon - 12h;
  for (Moment time = begin; time < begin + 75h; time += 1min) write(time);
  roll_up(begin + 75h);
  const StoredId series = *store_.series().find(target);
  const auto minutes = [&](Moment from, Moment to) {
    return static_cast<std::int64_t>(sum_over(store_, series, from, to).sent);
  };
  EXPECT_EQ(minutes(begin + 7min, begin + 71h + 13min), 71 * 60 + 6);
  EXPECT_EQ(minutes(begin + 7min, begin + 9min), 2);
  EXPECT_EQ(minutes(begin + 7min, begin + 7min), 0);
  EXPECT_EQ(minutes(begin + 24h, begin + 48h), 24 * 60);
  EXPECT_EQ(minutes(begin + 74h, begin + 76h), 60) << "the last hour is not summed up yet";
  file_.database().run(
      "DELETE FROM minute WHERE id > (SELECT min(id) + (1 << 24) * 600 FROM minute)");
  EXPECT_EQ(minutes(begin + 24h, begin + 72h), 48 * 60) << "whole days are read as days";
  while (*store_.drop_some(Tier::minute, begin + 72h)) {
  }
  EXPECT_EQ(minutes(begin + 7min, begin + 13min), 20) << "in tens of minutes, rounded outwards";
}

TEST_F(RecordStoreTest, SkipsADamagedRecord) {
  write(noon);
  write(noon + 1min);
  file_.database().run("UPDATE minute SET data = x'ffff' WHERE id = (SELECT max(id) FROM minute)");
  ASSERT_TRUE(file_.database().ok());
  EXPECT_EQ(sum(Tier::minute).sent, 1U);
  EXPECT_EQ(store_.damaged(), 1U);
}

}  // namespace
}  // namespace peeringd
