// The series of the file, by name and by number. They are never removed: a target that is no longer
// configured keeps its history, and one that comes back goes on under the same number.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "history/database.hpp"
#include "history/history_target.hpp"
#include "record/row_id.hpp"

namespace peeringd {

/// One thread.
class SeriesTable {
 public:
  /// Reads all series. The database must outlive this object.
  explicit SeriesTable(Database& database);

  /// The number of a series, which is added if it is new. Within a transaction that fails, forget()
  /// what was added. The prefixes have the lowest numbers, so that their records of a minute
  /// are adjacent.
  StoredId add(const SeriesKey& key);

  /// Reads all series again, after the table has been changed.
  void read();

  /// From now on add() puts series of these connections under the new names, since a record of a
  /// target that has ended may still arrive. The keys are the former names.
  void set_new_names(std::map<std::string, std::string> names) {
    new_names_ = std::move(names);
    ++changes_;
  }

  /// All series of a connection.
  std::vector<std::pair<SeriesKey, StoredId>> of_connection(const std::string& connection) const;

  /// Forgets the series that add() has added since the last call of keep().
  void forget();
  void keep();

  /// Rises whenever a number that add() has returned may no longer be that of its key.
  std::uint64_t changes() const { return changes_; }

  /// Rises whenever a series is added, renamed or removed.
  std::uint64_t revision() const { return revision_; }

  std::optional<StoredId> find(const SeriesKey& key) const;

  /// The numbers of a kind are in [first, end).
  StoredId first(SeriesKind kind) const { return static_cast<StoredId>(kind) << kind_shift; }
  StoredId end(SeriesKind kind) const { return next_[static_cast<std::size_t>(kind)]; }

  /// All series of a kind.
  std::vector<std::pair<SeriesKey, StoredId>> all(SeriesKind kind) const;

 private:
  static constexpr int kind_shift = series_bits - 2;

  Database& database_;
  Statement insert_;
  std::unordered_map<SeriesKey, StoredId, SeriesKeyHash> ids_;
  std::array<StoredId, 3> next_{};  // by kind
  std::vector<SeriesKey> added_;
  std::map<std::string, std::string> new_names_;
  std::uint64_t changes_ = 0;
  std::uint64_t revision_ = 0;
};

}  // namespace peeringd
