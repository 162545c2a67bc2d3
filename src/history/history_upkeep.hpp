// Maintains the history's file after a minute was written: makes the coarser tiers, seals old
// records, searches for incidents, and deletes records that are too old or exceed the size.
#pragma once

#include <cstdint>
#include <optional>

#include "history/incident_search.hpp"
#include "history/open_history.hpp"
#include "history/retention.hpp"

namespace peeringd {

/// One thread.
class HistoryUpkeep {
 public:
  /// Both must outlive this object.
  HistoryUpkeep(const HistoryOptions& options, const Clock& clock)
      : options_(options), clock_(clock) {}

  /// Begins with a file that was just opened.
  void begin(OpenHistory& history);

  /// Notes the time of day, which decides what is too old. Call at each minute.
  void note_time() { time_->note(clock_.now(), clock_.wall()); }

  /// Begins the search for incidents again. Call when connections have another name.
  void restart_search() { incident_search_.reset(); }

  /// Works on the tasks that are due at `now`, for at most a tenth of a second. Returns false if
  /// nothing is left to do.
  StoreResult<bool> do_some(OpenHistory& history, Moment now);

  /// Deletes the oldest records of the finest tier. Returns false if there are none, or if the disk
  /// is too full for it.
  StoreResult<bool> make_room_once(OpenHistory& history, Moment now);

  /// Makes room on a disk that is full: uses up the reserve to delete the oldest records of the
  /// finest tier, and gives some of the file back to the disk. Returns false if nothing was
  /// deleted.
  StoreResult<bool> free_disk(OpenHistory& history, Moment now);

  /// Makes the reserve again once the disk has room. Call at each minute.
  void keep_reserve(OpenHistory& history) const;

  /// The largest size that the file may have now, in bytes.
  std::uint64_t largest_file(OpenHistory& history) const;

  /// The limit of the file and its log, in bytes.
  std::uint64_t limit() const { return limits_.size; }

 private:
  StoreResult<bool> roll_up(OpenHistory& history, Moment now);
  StoreResult<bool> seal(OpenHistory& history, Moment now);
  StoreResult<bool> search_incidents(OpenHistory& history, Moment now);
  StoreResult<bool> drop_aged(OpenHistory& history, Moment now);
  StoreResult<void> drop_aged_journal(OpenHistory& history, Moment before);
  StoreResult<bool> limit_size(OpenHistory& history, Moment now);
  Space space(OpenHistory& history) const;

  const HistoryOptions& options_;
  const Clock& clock_;
  std::optional<TrustedTime> time_;
  std::optional<MonotonicTime> journal_dropped_;  // when old entries were last deleted
  IncidentSearch incident_search_;
  SpaceLimits limits_;
  bool making_room_ = false;
};

}  // namespace peeringd
