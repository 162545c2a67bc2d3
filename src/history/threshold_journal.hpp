// Stores the thresholds of prefixes and paths, and since when each held.
#pragma once

#include <vector>

#include "history/database.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// One thread. Call the methods that write within a transaction.
class ThresholdJournal {
 public:
  /// The database must outlive it.
  explicit ThresholdJournal(Database& database) : database_(database) {}

  /// Stores those that differ from the last ones of their subject.
  void note(const std::vector<ThresholdChange>& current);

  /// The thresholds of a subject in [from, to). The first known ones hold for the time before as
  /// well, of which nothing is known. Empty if none are known; at most the newest `max_spans`.
  std::vector<ThresholdSpan> spans(const EventSubject& subject, Moment from, Moment to);
  static constexpr std::size_t max_spans = 500;

  /// Deletes older changes, except the last one of each subject, which still holds at `before`.
  void drop(Moment before);

 private:
  Database& database_;
};

}  // namespace peeringd
