// Files of the history with records of paths like real ones, for the benchmarks.
#pragma once

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "history/open_history.hpp"
#include "model/sample_window.hpp"

namespace peeringd::bench {

using namespace std::chrono_literals;

inline constexpr Moment begin{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
inline constexpr int probes_per_minute = 60;

// Eleven targets a prefix, as with the shipped catalogue, over six endpoints.
inline std::vector<std::shared_ptr<const HistoryTarget>> targets_of(std::size_t count) {
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
inline PeriodRecord normal_minute(std::mt19937& random, int probes = probes_per_minute) {
  std::lognormal_distribution<double> tail(std::log(4000.0), 1.0);
  PeriodRecord record;
  std::int64_t before = 254'000;
  std::int64_t differences = 0;
  for (int i = 0; i < probes; ++i) {
    const std::int64_t units = 250'000 + static_cast<std::int64_t>(tail(random));
    record.round_trips.add(static_cast<std::uint32_t>(units));
    differences += std::abs(units - before);
    before = units;
  }
  record.sent = record.received = record.difference_count = static_cast<std::uint64_t>(probes);
  record.difference_sum = SampleWindow::unit * differences;
  return record;
}

// This number of records of one path, each the sum of `parts` records of `from`.
inline std::vector<PeriodRecord> sums_of(const std::vector<PeriodRecord>& from, std::size_t parts,
                                         std::size_t count, std::mt19937& random) {
  std::vector<PeriodRecord> sums(count);
  for (PeriodRecord& sum : sums) {
    for (std::size_t i = 0; i < parts; ++i) sum += from[random() % from.size()];
  }
  return sums;
}

inline void seal_all(RecordStore& records) {
  for (;;) {
    const auto more = records.seal_some(begin + std::chrono::days(4000));
    if (!more) std::abort();
    if (!*more) return;
  }
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

// A file with so much of a tier for 100 connections with 11 targets each: by default of their
// prefixes and targets. Sealed, unless these are the records of the last hours.
struct Filled : Stored {
  Filled(Tier tier, std::chrono::seconds span,
         std::initializer_list<SeriesKind> kinds = {SeriesKind::prefix, SeriesKind::target},
         bool sealed = true)
      : Stored(1100) {
    Database& database = history->file.database();
    write(begin);  // makes the series
    const SeriesTable& ids = history->records.series();
    database.run("BEGIN");
    const auto length = static_cast<std::size_t>(period_of(tier) / 60s);
    const std::array<std::vector<PeriodRecord>, 3> pools{sums_of(minutes, 11 * length, 64, random),
                                                         sums_of(minutes, 2 * length, 64, random),
                                                         sums_of(minutes, length, 64, random)};
    for (Moment start = begin; start < begin + span; start += period_of(tier)) {
      for (const SeriesKind kind : kinds) {
        const auto& pool = pools[static_cast<std::size_t>(kind)];
        for (StoredId id = ids.first(kind); id < ids.end(kind); ++id) {
          history->records.table(tier).rows().put(start, id, pool[random() % pool.size()]);
        }
      }
    }
    database.run("COMMIT");
    database.run("DELETE FROM pending");
    if (sealed) seal_all(history->records);
  }
};

}  // namespace peeringd::bench
