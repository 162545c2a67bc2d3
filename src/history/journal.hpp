// Stores everything in the file except the records: events, results, the spans in which the daemon
// recorded, and the spans in which each target existed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "history/database.hpp"
#include "history/series_table.hpp"
#include "model/event.hpp"
#include "model/history_view.hpp"
#include "record/row_id.hpp"

namespace peeringd {

/// A span in which the daemon recorded.
struct Run {
  Moment begins;
  Moment ends;
};

/// One thread. Call the methods that write within a transaction.
class Journal {
 public:
  /// The database must outlive it.
  explicit Journal(Database& database);

  /// Closes the spans that a previous run has left open, at its last recorded minute.
  void begin_run(Moment now, const std::string& version);

  /// Notes that this run has recorded until `now`.
  void continue_run(Moment now);

  /// Notes that exactly these targets exist from `now` on.
  void set_present(const std::vector<SeriesKey>& keys, SeriesTable& series, Moment now);

  void add(const Event& event);
  void add(const ResultChange& change);

  /// The result of each subject that holds at `now`.
  std::vector<ResultChange> last_results(Moment now);

  /// The date of the first result after `time`.
  std::optional<Moment> next_result_after(Moment time);

  /// The events that match the query, newest first, like RecentEvents::find().
  EventPage find_events(const EventQuery& query);

  /// PoP changes of the prefix and maintenance of the connection in [from, to), oldest first; at
  /// most `limit`, the newest.
  std::vector<Event> changes(const std::string& connection, const std::string& prefix, Moment from,
                             Moment to, std::size_t limit);

  /// The next of these changes from `time` on, oldest first: one of each endpoint's PoP and one of
  /// maintenance.
  std::vector<Event> next_changes(const std::string& connection, const std::string& prefix,
                                  Moment time);

  /// The events of a connection in [from, to), oldest first; at most `limit`, the oldest.
  std::vector<Event> events_of(const std::string& connection, Moment from, Moment to,
                               std::size_t limit);

  /// The events in [from, to), oldest first, of the kinds that `wanted` accepts and of every level.
  std::vector<Event> events(Moment from, Moment to, bool (*wanted)(EventKind));

  /// The spans that overlap [from, to), in the order of time; not more than the newest 20,000.
  std::vector<Run> runs(Moment from, Moment to);

  /// The results of a subject in [from, to), with the result that holds at `from`, oldest first; at
  /// most `limit`, the newest.
  std::vector<ResultChange> results(const EventSubject& subject, Moment from, Moment to,
                                    std::size_t limit);

  /// Deletes older entries.
  void drop(Moment before);

 private:
  Database& database_;
  std::int64_t run_ = 0;
};

}  // namespace peeringd
