// Remembers under which numbers the records of each target are stored. Names are compared only when
// the targets change, not at each minute.
#pragma once

#include <memory>
#include <vector>

#include "history/history_target.hpp"
#include "history/series_table.hpp"

namespace peeringd {

/// The series of a target; series_end where its record counts in no path or no prefix.
struct TargetIds {
  StoredId target = series_end;
  StoredId path = series_end;
  StoredId prefix = series_end;
};

/// One thread.
class TargetIdCache {
 public:
  /// Adds series that do not exist yet, like SeriesTable::add(). `position` is that of the target
  /// within the minute, which rarely changes.
  const TargetIds& of(std::size_t position, const std::shared_ptr<const HistoryTarget>& target,
                      SeriesTable& series);

 private:
  struct Entry {
    std::shared_ptr<const HistoryTarget> target;  // keeps the address from being used again
    TargetIds ids;
  };

  std::vector<Entry> entries_;  // by position
  std::uint64_t changes_ = 0;   // SeriesTable::changes() when they were read
};

}  // namespace peeringd
