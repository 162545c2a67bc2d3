// Remembers under which numbers the records of each target are stored. Names are compared only when
// the targets change, not at each minute.
#pragma once

#include <memory>
#include <unordered_map>

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
  /// Begins a minute with this number of targets. Forgets all ids that may have changed, and those
  /// of ended targets once there are many.
  void begin_minute(std::size_t targets, const SeriesTable& series);

  /// Adds series that do not exist yet, like SeriesTable::add().
  const TargetIds& of(const std::shared_ptr<const HistoryTarget>& target, SeriesTable& series);

 private:
  // The pointers keep the addresses from being used again.
  std::unordered_map<std::shared_ptr<const HistoryTarget>, TargetIds> ids_;
  std::uint64_t changes_ = 0;  // SeriesTable::changes() when they were read
};

}  // namespace peeringd
