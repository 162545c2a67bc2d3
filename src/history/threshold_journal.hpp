// Stores the thresholds of prefixes and paths, and since when each held.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "history/database.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// One thread. Call the methods that write within a transaction. Of changes with the same date, the
/// one that was stored last holds.
class ThresholdJournal {
 public:
  /// The database must outlive it.
  explicit ThresholdJournal(Database& database);

  /// Stores the change, unless these thresholds hold at its time already.
  void note(const ThresholdChange& change);

  /// The date of the first change after `time`, of any subject.
  std::optional<Moment> next_after(Moment time);

  /// The thresholds of a subject in [from, to). The first known ones hold for the time before as
  /// well, of which nothing is known. Empty if none are known. If there are more than `max_spans`
  /// changes, then the last one of each of as many equal parts.
  std::vector<ThresholdSpan> spans(const EventSubject& subject, Moment from, Moment to);
  static constexpr std::size_t max_spans = 500;

  /// Deletes older changes, except the last one of each subject, which still holds at `before`.
  void drop(Moment before);

 private:
  std::optional<ThresholdChange> last_before(const EventSubject& subject, Moment time);
  std::vector<ThresholdChange> all_changes(const EventSubject& subject, Moment from, Moment to);
  std::vector<ThresholdChange> some_changes(const EventSubject& subject, Moment from, Moment to);

  Database& database_;
  Statement last_;
  Statement insert_;
};

}  // namespace peeringd
