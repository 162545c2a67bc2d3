// What the history costs: the probing loop per answer, its own thread per minute, and bytes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <random>

#include "engine/answer_log.hpp"
#include "history/minute_accumulator.hpp"
#include "micro/stored_history.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace bench;

// On the probing loop.
void answer_log(benchmark::State& state) {
  AnswerLog log([](const MeasurementBatch& batch) { benchmark::DoNotOptimize(batch.answers); });
  Duration round_trip = 25ms;
  for (auto _ : state) log.add(1, round_trip += 1us);
}
BENCHMARK(answer_log);

// On the history's thread: an answer.
void accumulate(benchmark::State& state) {
  const auto targets = static_cast<std::uint32_t>(state.range(0));
  MinuteAccumulator minute;
  std::mt19937 random(1);
  MeasurementBatch batch;
  for (std::uint32_t i = 0; i < 4096; ++i) {
    batch.answers.push_back({static_cast<SeriesId>(random() % targets),
                             250'000 + static_cast<std::uint32_t>(random() % 4000)});
  }
  for (auto _ : state) minute.add(batch);
  state.SetItemsProcessed(state.iterations() * 4096);
}
BENCHMARK(accumulate)->Arg(1000)->Arg(100'000);

// A minute of all targets into the file. Bytes: of the file, per record of a target.
void write_minute(benchmark::State& state) {
  const auto targets = static_cast<std::size_t>(state.range(0));
  Stored stored(targets);
  Moment time = begin;
  stored.write(time += 1min);  // makes the series
  stored.checkpoint();
  const std::uint64_t before = stored.history->file.bytes();
  const Moment first = time += 1min;
  for (auto _ : state) {
    state.PauseTiming();
    const MinuteBatch batch = stored.minute(time);
    state.ResumeTiming();
    if (!stored.history->records.write(batch)) std::abort();
    time += 1min;
  }
  stored.checkpoint();
  state.counters["bytes_per_record"] = static_cast<double>(stored.history->file.bytes() - before) /
                                       static_cast<double>(targets) /
                                       static_cast<double>((time - first) / 1min);
}
BENCHMARK(write_minute)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);

// An hour of 1,000 targets at one probe a second: writing, and the coarser tiers.
void hour_of_1000(benchmark::State& state) {
  Stored stored(1000);
  Moment time = begin;
  for (auto _ : state) {
    for (int i = 0; i < 60; ++i) {
      stored.write(time += 1min);
      for (;;) {
        const auto more = stored.history->records.roll_up_some(time);
        if (!more || !*more) break;
      }
    }
  }
}
BENCHMARK(hour_of_1000)->Unit(benchmark::kMillisecond);

// Sealing an hour of minutes of all targets. The longest part delays a minute or a query.
void seal_hour(benchmark::State& state) {
  const auto targets = static_cast<std::size_t>(state.range(0));
  std::chrono::duration<double, std::milli> longest{};
  for (auto _ : state) {
    state.PauseTiming();
    Stored stored(targets);
    for (Moment time = begin; time < begin + 1h; time += 1min) stored.write(time);
    stored.history->file.database().run("DELETE FROM pending");
    state.ResumeTiming();
    for (bool more = true; more;) {
      const auto start = std::chrono::steady_clock::now();
      more = stored.history->records.seal_some(begin + 24h).value();
      longest = std::max(longest, decltype(longest)(std::chrono::steady_clock::now() - start));
    }
  }
  state.counters["longest_part_ms"] = longest.count();
}
BENCHMARK(seal_hour)->Arg(1000)->Iterations(3)->Unit(benchmark::kMillisecond);

// The pages of the file that hold something.
double used_bytes(Stored& stored) {
  Database& database = stored.history->file.database();
  return 8192.0 * static_cast<double>(database.number("PRAGMA page_count") -
                                      database.number("PRAGMA freelist_count"));
}

// One block of records of a tier for all targets, with the sums of their paths and prefixes.
void fill_block(Stored& stored, Tier tier, const std::vector<PeriodRecord>& pool) {
  RecordStore& records = stored.history->records;
  std::map<StoredId, PeriodRecord> sums;
  Transaction transaction(stored.history->file.database());
  for (Moment start = block_start(tier, begin); start < block_start(tier, begin) + block_span(tier);
       start += period_of(tier)) {
    sums.clear();
    for (const auto& target : stored.targets_) {
      const SeriesKey& key = target->key;
      const PeriodRecord& record = pool[stored.random() % pool.size()];
      for (const SeriesKey& each : {key, SeriesKey{key.connection, key.prefix, key.endpoint, {}},
                                    SeriesKey{key.connection, key.prefix, {}, {}}}) {
        sums[*records.series().find(each)] += record;
      }
    }
    for (const auto& [id, sum] : sums) records.table(tier).rows().put(start, id, sum);
  }
  if (!transaction.commit()) std::abort();
}

// What five years of a target take, its part of the sums of path and prefix included: the bytes of
// a record of each tier in a row and in a sealed block, times their number with the default `keep`.
void five_years_of_a_target(benchmark::State& state) {
  constexpr std::array<double, tier_count> all{8 * 1440, 35 * 144, 400 * 24, 5 * 365 + 1};
  const auto probes = static_cast<int>(state.range(0));
  const auto targets = static_cast<std::size_t>(state.range(1));
  for (auto _ : state) {
    double megabytes = 0;
    std::mt19937 random(1);
    std::vector<PeriodRecord> pool;
    for (int i = 0; i < 4096; ++i) pool.push_back(normal_minute(random, probes));
    for (const Tier tier : all_tiers) {
      if (const auto below = finer(tier)) {
        pool = sums_of(pool, static_cast<std::size_t>(period_of(tier) / period_of(*below)), 2048,
                       random);
      }
      Stored stored(targets);
      stored.write(begin - 24h * 365);  // makes the series
      Database& database = stored.history->file.database();
      database.run("DELETE FROM minute");
      database.run("DELETE FROM pending");
      const double before = used_bytes(stored);
      fill_block(stored, tier, pool);
      const double blocks =
          static_cast<double>(targets) * static_cast<double>(periods_of_block(tier));
      const double row = (used_bytes(stored) - before) / blocks;
      seal_all(stored.history->records);
      const double sealed = (used_bytes(stored) - before) / blocks;
      const auto in_rows =
          static_cast<double>((sealing_delay(tier) + block_span(tier) / 2) / period_of(tier));
      megabytes += (sealed * (all[index_of(tier)] - in_rows) + row * in_rows) / 1e6;
      const std::string name(name_of(tier));
      state.counters[name + "_row"] = row;
      state.counters[name] = sealed;
    }
    state.counters["megabytes"] = megabytes;
  }
}
BENCHMARK(five_years_of_a_target)
    ->Args({6, 1100})
    ->Args({60, 1100})
    ->Args({60, 10'010})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace peeringd
