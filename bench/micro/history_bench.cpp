// What the history costs: the probing loop per answer, its own thread per minute, and bytes.
#include <benchmark/benchmark.h>

#include <array>
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

// What five years of a target take, its part of the sums of path and prefix included: the bytes of
// a record of each tier, times their number.
void five_years_of_a_target(benchmark::State& state) {
  constexpr std::size_t targets = 110;
  constexpr std::array<double, tier_count> records{8 * 1440, 35 * 144, 400 * 24, 5 * 365 + 1};
  const auto probes = static_cast<int>(state.range(0));
  double bytes = 0;
  for (auto _ : state) {
    bytes = 0;
    for (const Tier tier : all_tiers) {
      Stored stored(targets);
      const auto minutes_of_period = period_of(tier) / 60s;
      for (PeriodRecord& record : stored.minutes) {
        record = {};
        for (int i = 0; i < minutes_of_period; ++i) record += normal_minute(stored.random, probes);
      }
      Moment time = begin;
      stored.write(time += 1min);
      stored.checkpoint();
      const auto before = static_cast<double>(stored.history->file.bytes());
      for (int i = 0; i < 100; ++i) stored.write(time += 1min);
      stored.checkpoint();
      const auto after = static_cast<double>(stored.history->file.bytes());
      state.counters[std::string(name_of(tier))] = (after - before) / 100 / targets;
      bytes += (after - before) / 100 / targets * records[index_of(tier)];
    }
  }
  state.counters["megabytes"] = bytes / 1e6;
}
BENCHMARK(five_years_of_a_target)->Arg(6)->Arg(60)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace peeringd
