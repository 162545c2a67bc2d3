// The open file of the history with its tables, and what a configuration says about it.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "history/history_file.hpp"
#include "history/incident_table.hpp"
#include "history/journal.hpp"
#include "history/reach_journal.hpp"
#include "history/record_store.hpp"
#include "history/threshold_journal.hpp"

namespace peeringd {

struct HistoryOptions {
  std::filesystem::path folder;
  std::optional<std::uint64_t> size;  ///< bytes; none: default_size()
  std::array<Duration, tier_count> keep{};
  std::uint64_t disk_reserve = 500'000'000;
  std::string version;  ///< version of the program

  friend bool operator==(const HistoryOptions&, const HistoryOptions&) = default;
};

/// An open file with its tables.
struct OpenHistory {
  explicit OpenHistory(HistoryFile opened)
      : file(std::move(opened)),
        records(file.database()),
        journal(file.database()),
        incidents(file.database()),
        reach(file.database()),
        thresholds(file.database()) {}

  HistoryFile file;
  RecordStore records;
  Journal journal;
  IncidentTable incidents;
  ReachJournal reach;
  ThresholdJournal thresholds;
};

}  // namespace peeringd
