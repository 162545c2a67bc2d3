// Accumulates the measurements of all targets over a minute. The sample windows cannot provide
// them: they may be shorter than a minute, and restart on a reload.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "history/history_target.hpp"
#include "model/measurement_feed.hpp"
#include "model/period_sum.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Counters are differences of the counters of two snapshots, and round-trip times come from the
/// feed. Over all records of a series, both equal the daemon's counters, whenever a minute ends.
/// One thread.
class MinuteAccumulator {
 public:
  void add(const MeasurementBatch& batch);

  /// Ends the minute with `snapshot`. Returns the records of all targets with activity since the
  /// last call, including targets that have ended.
  std::vector<TargetRecord> take(const Snapshot& snapshot);

 private:
  struct Series {
    std::shared_ptr<const HistoryTarget> target;  // null before the first snapshot
    ProbeCounters before;                         // at the end of the last minute
    std::vector<std::uint16_t> listed;            // the buckets of the answers: two bytes for each
    Distribution round_trips;                     // the answers moved here when `listed` was full
    std::uint32_t last = 0;                       // round-trip time, in units
    bool answered = false;                        // `last` is set
    std::uint64_t difference_units = 0;
    std::uint64_t difference_count = 0;
  };

  static constexpr std::size_t most_listed = 1024;

  void sum_up(Series& series);
  PeriodRecord take_record(Series& series, const ProbeCounters& now);
  void take_ended(std::vector<TargetRecord>& records);
  void use(const std::shared_ptr<const Config>& config);

  std::unordered_map<SeriesId, Series> series_;
  DistributionSum sum_;  // empty between calls
  std::vector<SeriesEnd> ended_;
  // Series that have ended and are recorded. A snapshot from before the end may come after it.
  std::unordered_set<SeriesId> gone_;
  std::shared_ptr<const Config> config_;  // the configuration that describes the targets
};

}  // namespace peeringd
