#include "history/series_table.hpp"

#include <algorithm>

#include "base/free_memory.hpp"

namespace peeringd {

SeriesTable::SeriesTable(Database& database)
    : database_(database),
      insert_(database.prepare("INSERT INTO series (id, connection, prefix, endpoint, probe)"
                               " VALUES (?, ?, ?, ?, ?)")) {
  read();
}

void SeriesTable::read() {
  ++changes_;
  ++revision_;
  ids_.clear();
  added_.clear();
  for (StoredId kind = 0; kind < next_.size(); ++kind) next_[kind] = kind << kind_shift;
  Statement rows = database_.prepare("SELECT id, connection, prefix, endpoint, probe FROM series");
  while (rows.next()) {
    const auto id = static_cast<StoredId>(rows.integer(0));
    const StoredId kind = id >> kind_shift;
    if (id >= series_end || kind >= next_.size()) continue;
    ids_.emplace(SeriesKey{rows.text(1), rows.text(2), rows.text(3), rows.text(4)}, id);
    next_[kind] = std::max(next_[kind], id + 1);
  }
}

StoredId SeriesTable::add(const SeriesKey& given) {
  SeriesKey key = given;
  const auto renamed = new_names_.find(key.connection);
  if (renamed != new_names_.end()) key.connection = renamed->second;
  const auto found = ids_.find(key);
  if (found != ids_.end()) return found->second;
  const StoredId id = next_[static_cast<std::size_t>(kind_of(key))]++;
  insert_.bind(id, key.connection, key.prefix, key.endpoint, key.probe).run();
  ids_.emplace(key, id);
  ++revision_;
  added_.push_back(key);
  return id;
}

// The first minute adds all series, the later ones few.
void SeriesTable::keep() {
  free_all(added_);
}

void SeriesTable::forget() {
  if (!added_.empty()) {
    ++changes_;
    ++revision_;
  }
  for (const SeriesKey& key : added_) ids_.erase(key);
  keep();
}

std::optional<StoredId> SeriesTable::find(const SeriesKey& key) const {
  const auto found = ids_.find(key);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::pair<SeriesKey, StoredId>> SeriesTable::of_connection(
    const std::string& connection) const {
  std::vector<std::pair<SeriesKey, StoredId>> found;
  for (const auto& [key, id] : ids_) {
    if (key.connection == connection) found.emplace_back(key, id);
  }
  return found;
}

std::vector<std::pair<SeriesKey, StoredId>> SeriesTable::all(SeriesKind kind) const {
  std::vector<std::pair<SeriesKey, StoredId>> found;
  for (const auto& [key, id] : ids_) {
    if (kind_of(key) == kind) found.emplace_back(key, id);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace peeringd
