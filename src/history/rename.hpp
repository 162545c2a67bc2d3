// Gives the history of a connection to the connection's new name.
#pragma once

#include <string>
#include <vector>

#include "history/database.hpp"
#include "history/record_store.hpp"

namespace peeringd {

struct Config;

/// A connection that was renamed.
struct FormerName {
  std::string before;
  std::string now;

  friend bool operator==(const FormerName&, const FormerName&) = default;
};

/// Renames the series of the connection. Merges series that exist under both names, in each call
/// (one transaction) those of a prefix or of a path with its targets; the file does not grow by
/// that. False if nothing is left to do. History's thread only.
StoreResult<bool> rename_some(RecordStore& records, Database& database, const FormerName& name);

/// The renames of the current configuration. History's thread only.
class Renames {
 public:
  /// Takes the former names of a configuration. `records` is that of the open file; may be null.
  void use(const Config& config, RecordStore* records);

  /// Call after another file has been opened.
  void begin_file(RecordStore& records);

  /// As rename_some(), for the next name.
  StoreResult<bool> rename_series(RecordStore& records, Database& database);

  /// As rename_in_journal(), for all names.
  void rename_journal(Database& database) const;

 private:
  std::vector<FormerName> names_;
  bool due_ = false;
};

/// Renames the connection in events, results and the other entries. Call within a transaction.
void rename_in_journal(Database& database, const FormerName& name);

}  // namespace peeringd
