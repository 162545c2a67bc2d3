// What the history costs: the probing loop per answer, its own thread per minute, and a query.
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <random>
#include <vector>

#include "connection/expand_targets.hpp"
#include "engine/answer_log.hpp"
#include "history/grid.hpp"
#include "history/incident_search.hpp"
#include "history/reader.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment begin{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
constexpr int probes_per_minute = 60;

// Eleven targets a prefix, as with the shipped catalogue, over six endpoints.
std::vector<std::shared_ptr<const HistoryTarget>> targets_of(std::size_t count) {
  std::vector<std::shared_ptr<const HistoryTarget>> targets;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string connection = "connection-" + std::to_string(i / 11);
    const std::string endpoint = "endpoint-" + std::to_string(i % 11 / 2);
    const std::string probe = i % 2 == 0 ? "icmp" : "tcp";
    targets.push_back(std::make_shared<HistoryTarget>(
        HistoryTarget{{connection, "198.18.0.0/24", endpoint, probe}, true, true}));
  }
  return targets;
}

// A minute of a path of 25 ms with a tail of milliseconds.
PeriodRecord normal_minute(std::mt19937& random, int probes = probes_per_minute) {
  std::lognormal_distribution<double> tail(std::log(4000.0), 1.0);
  PeriodRecord record;
  for (int i = 0; i < probes; ++i) {
    record.round_trips.add(250'000 + static_cast<std::uint32_t>(tail(random)));
  }
  record.sent = record.received = record.difference_count = static_cast<std::uint64_t>(probes);
  record.difference_sum = 20ms;
  return record;
}

struct Stored {
  explicit Stored(std::size_t targets) : targets_(targets_of(targets)) {
    std::string name = std::filesystem::temp_directory_path() / "peeringd-bench-XXXXXX";
    folder = ::mkdtemp(name.data());
    for (int i = 0; i < 64; ++i) minutes.push_back(normal_minute(random));
    history = std::make_unique<OpenHistory>(HistoryFile::open(folder, {}).value());
  }
  ~Stored() {
    history.reset();
    std::filesystem::remove_all(folder);
  }
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;

  MinuteBatch minute(Moment start) {
    MinuteBatch batch{start, {}};
    for (const auto& target : targets_) {
      batch.records.push_back({target, minutes[random() % minutes.size()]});
    }
    return batch;
  }

  void write(Moment start) {
    if (!history->records.write(minute(start))) std::abort();
  }

  void checkpoint() { history->file.database().run("PRAGMA wal_checkpoint(TRUNCATE)"); }

  std::filesystem::path folder;
  std::vector<std::shared_ptr<const HistoryTarget>> targets_;
  std::mt19937 random{1};
  std::vector<PeriodRecord> minutes;
  std::unique_ptr<OpenHistory> history;
};

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

// A file with so much of a tier for the prefixes of 100 connections with 11 targets each.
struct Filled : Stored {
  Filled(Tier tier, std::chrono::seconds span) : Stored(1100) {
    Database& database = history->file.database();
    write(begin);  // makes the series
    const SeriesTable& ids = history->records.series();
    database.run("BEGIN");
    for (Moment start = begin; start < begin + span; start += period_of(tier)) {
      for (const SeriesKind kind : {SeriesKind::prefix, SeriesKind::target}) {
        for (StoredId id = ids.first(kind); id < ids.end(kind); ++id) {
          history->records.table(tier).put(start, id, minutes[random() % minutes.size()]);
        }
      }
    }
    database.run("COMMIT");
    database.run("DELETE FROM pending");
  }
};

// A prefix over a span, from the tier that a query of it reads.
void query(benchmark::State& state, Tier tier, std::chrono::seconds span) {
  Filled filled(tier, span);
  const TargetKey key{"connection-50", "198.18.0.0/24", {}, {}};
  const auto grid = choose_grid({.from = begin, .to = begin + span}, {});
  for (auto _ : state) benchmark::DoNotOptimize(read_view(*filled.history, key, *grid));
}
BENCHMARK_CAPTURE(query, 1_day, Tier::minute, 24h)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(query, 30_days, Tier::ten_minutes, 30 * 24h)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(query, 365_days, Tier::hour, 365 * 24h)->Unit(benchmark::kMillisecond);

// The spark lines of 26 prefixes among 100: six hours of minutes.
void sparks(benchmark::State& state) {
  Filled filled(Tier::minute, 6h);
  std::vector<TargetKey> keys;
  for (int i = 0; i < 26; ++i) {
    keys.push_back({"connection-" + std::to_string(i), "198.18.0.0/24", {}, {}});
  }
  const HistoryGrid grid = grid_of({begin, begin + 6h}, 5min);
  for (auto _ : state) benchmark::DoNotOptimize(read_sparks(*filled.history, keys, grid));
}
BENCHMARK(sparks)->Unit(benchmark::kMillisecond);

// The hourly search for incidents in one prefix: a week of hours, 39 hours of ten minutes, and the
// last minutes.
void search_incidents(benchmark::State& state) {
  Stored stored(11);
  stored.write(begin);  // makes the series
  const Moment now = begin + std::chrono::days(8);
  const StoredId prefix = stored.history->records.series().first(SeriesKind::prefix);
  Database& database = stored.history->file.database();
  database.run("BEGIN");
  const auto fill = [&](Tier tier, std::chrono::seconds span) {
    for (Moment start = now - span; start < now; start += period_of(tier)) {
      const PeriodRecord& record = stored.minutes[stored.random() % stored.minutes.size()];
      stored.history->records.table(tier).put(start, prefix, record);
    }
  };
  fill(Tier::hour, std::chrono::days(8));
  fill(Tier::ten_minutes, 48h);
  fill(Tier::minute, 3h);
  database.run("COMMIT");
  database.run("DELETE FROM pending");
  for (auto _ : state) {
    stored.history->incidents.set_searched(now - 1h);
    if (!search_now(*stored.history, now)) std::abort();
  }
}
BENCHMARK(search_incidents)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace peeringd
