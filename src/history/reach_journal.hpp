// Stores when connections were up, down, or in maintenance.
#pragma once

#include <string>
#include <vector>

#include "history/database.hpp"
#include "model/availability.hpp"

namespace peeringd {

/// One thread. Call the methods that write within a transaction.
class ReachJournal {
 public:
  /// The database must outlive it.
  explicit ReachJournal(Database& database) : database_(database) {}

  void add(const ReachChange& change);

  /// The changes of a connection in [from, to), with the one that holds at `from`, in the order of
  /// time; at most `limit`.
  std::vector<ReachChange> changes(const std::string& connection, Moment from, Moment to,
                                   std::size_t limit);

  /// All connections that have a change, by name.
  std::vector<std::string> connections();

  /// Deletes older changes, except the last one of each connection, which still holds at `before`.
  void drop(Moment before);

 private:
  Database& database_;
};

}  // namespace peeringd
