// Stores incidents in the history's file.
#pragma once

#include <optional>
#include <vector>

#include "history/database.hpp"
#include "model/incident.hpp"

namespace peeringd {

/// Whether `found` is the stored incident, seen again: it may have become longer, and an episode of
/// the latency may have turned out to be a shift. Pure.
bool is_same_incident(const Incident& stored, const Incident& found);

/// One thread. Call the methods that write within a transaction.
class IncidentTable {
 public:
  /// The database must outlive it.
  explicit IncidentTable(Database& database) : database_(database) {}

  /// Inserts the incident, or replaces the one with its id if that is not 0. Ids rise and are never
  /// used again. Returns the id.
  std::int64_t put(const Incident& incident);

  /// The stored incident for which is_same_incident(stored, found) is true.
  std::optional<Incident> find_same(const Incident& found);

  std::optional<Incident> find(std::int64_t id);

  /// Newest first.
  std::vector<Incident> find(const IncidentQuery& query);

  /// The same, and where the list goes on.
  IncidentPage find_page(IncidentQuery query);

  /// The last other incident of its kind and prefix that ended in (since, incident.from].
  std::optional<Incident> last_before(const Incident& incident, Moment since);

  /// The first begin, in [incident.to, until), of another incident of its kind and prefix. None
  /// while the incident goes on.
  std::optional<Moment> next_begin(const Incident& incident, Moment until);

  /// Open incidents, incidents that ended at or after `since`, and lasting changes that started in
  /// the 35 days before it.
  std::vector<Incident> recent(Moment since);

  /// The same, but only of this prefix.
  std::vector<Incident> recent_of(const std::string& connection, const std::string& prefix,
                                  Moment since);

  /// The time up to which the history has been searched for incidents; the epoch if it never was.
  Moment searched();
  void set_searched(Moment until);

  /// Deletes incidents that ended before.
  void drop(Moment before);

 private:
  std::vector<Incident> read(Statement rows);

  Database& database_;
};

}  // namespace peeringd
