// What the file holds beside the records: events, results, when the daemon recorded, and which
// targets there were when.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "history/database.hpp"
#include "history/row_id.hpp"
#include "history/series_table.hpp"
#include "model/event.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// A span in which the daemon recorded.
struct Run {
  Moment begins;
  Moment ends;
};

/// One thread. The methods that write belong into a transaction.
class Journal {
 public:
  /// The database must outlive it.
  explicit Journal(Database& database);

  /// Closes what a run before has left open: it ended with its last minute.
  void begin_run(Moment now, const std::string& version);

  /// The run has recorded until `now`.
  void continue_run(Moment now);

  /// From `now` on there are these targets, and no others.
  void set_present(const std::vector<SeriesKey>& keys, SeriesTable& series, Moment now);

  void add(const Event& event);
  void add(const ResultChange& change);

  /// The last result of each subject.
  std::vector<ResultChange> last_results();

  /// Newest first, as RecentEvents::find().
  EventPage find_events(const EventQuery& query);

  /// That touch [from, to), in the order of time.
  std::vector<Run> runs(Moment from, Moment to);

  /// The results of a subject that count in [from, to), the one before included, oldest first.
  std::vector<ResultChange> results(const EventSubject& subject, Moment from, Moment to);

  /// Deletes what is older.
  void drop(Moment before);

 private:
  Database& database_;
  std::int64_t run_ = 0;
  std::unordered_map<StoredId, std::int64_t> present_;  // rows of the open spans
};

}  // namespace peeringd
