// Files of the history with records of paths like real ones, for the benchmarks.
#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "history/open_history.hpp"

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

// A file with so much of a tier for 100 connections with 11 targets each: by default of their
// prefixes and targets.
struct Filled : Stored {
  Filled(Tier tier, std::chrono::seconds span,
         std::initializer_list<SeriesKind> kinds = {SeriesKind::prefix, SeriesKind::target})
      : Stored(1100) {
    Database& database = history->file.database();
    write(begin);  // makes the series
    const SeriesTable& ids = history->records.series();
    database.run("BEGIN");
    for (Moment start = begin; start < begin + span; start += period_of(tier)) {
      for (const SeriesKind kind : kinds) {
        for (StoredId id = ids.first(kind); id < ids.end(kind); ++id) {
          history->records.table(tier).put(start, id, minutes[random() % minutes.size()]);
        }
      }
    }
    database.run("COMMIT");
    database.run("DELETE FROM pending");
  }
};

}  // namespace peeringd::bench
