#include "history/rename.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "model/config.hpp"

namespace peeringd {
namespace {

// Tables with a column `connection`. Not every version of the file has all of them.
constexpr std::array<std::string_view, 5> journal_tables{"event", "result", "reach", "incident",
                                                         "threshold"};

using Series = std::vector<std::pair<SeriesKey, StoredId>>;

// Adds the rows of `from` to those of `into`, which has the longer history.
void join_rows(RecordStore& records, StoredId from, StoredId into) {
  for (const Tier tier : all_tiers) {
    RecordRows& table = records.table(tier).rows();
    auto start = table.first_in(Moment{}, Moment::max());
    while (start) {
      if (const auto record = table.find(*start, from)) {
        table.merge(*start, into, *record);
        table.erase(*start, from);
      }
      start = table.first_in(*start + period_of(tier), Moment::max());
    }
  }
}

// Whether the series are in the same block: a path with its targets.
bool share_block(const SeriesKey& one, const SeriesKey& other) {
  return one.prefix == other.prefix && one.endpoint == other.endpoint;
}

// Those of `series` that also exist under the new name, with the numbers they have there.
std::map<StoredId, StoredId> ids_under(const std::string& connection,
                                       std::span<const Series::value_type> series,
                                       const SeriesTable& table) {
  std::map<StoredId, StoredId> ids;
  for (auto [key, id] : series) {
    key.connection = connection;
    if (const auto other = table.find(key)) ids.emplace(*other, id);
  }
  return ids;
}

// Joins a prefix, or a path with its targets. `ids` are the numbers that remain by those that go.
void join(RecordStore& records, Database& database, const std::map<StoredId, StoredId>& ids) {
  const auto& [other, owner] = *ids.begin();  // the numbers of paths are below those of targets
  for (const Tier tier : all_tiers) records.table(tier).join_blocks(other, owner, ids);
  for (const auto& [from, into] : ids) {
    join_rows(records, from, into);
    database.prepare("UPDATE presence SET series = ? WHERE series = ?").bind(into, from).run();
    database.prepare("DELETE FROM series WHERE id = ?").bind(from).run();
  }
  // Periods that are added up in parts may have passed one of the two numbers already.
  database.run("UPDATE pending SET next = 0");
}

// In a transaction, which is rolled back after an error.
StoreResult<void> rename_in_file(RecordStore& records, Database& database, const FormerName& name,
                                 Series renamed) {
  Transaction transaction(database);
  Statement rename = database.prepare("UPDATE series SET connection = ? WHERE id = ?");
  std::ranges::sort(renamed);
  bool joined = false;
  for (auto first = renamed.begin(); first != renamed.end();) {
    const auto last = std::find_if_not(first, renamed.end(), [&](const auto& each) {
      return share_block(first->first, each.first);
    });
    const std::span block(first, last);
    first = last;
    const auto ids = ids_under(name.now, block, records.series());
    if (!ids.empty() && joined) continue;
    if (!ids.empty()) join(records, database, ids);
    joined = joined || !ids.empty();
    for (const auto& [key, id] : block) rename.bind(name.now, id).run();
  }
  return records.commit(transaction);
}

}  // namespace

StoreResult<bool> rename_some(RecordStore& records, Database& database, const FormerName& name) {
  SeriesTable& series = records.series();
  const auto renamed = series.of_connection(name.before);
  if (renamed.empty()) return false;
  const auto done = rename_in_file(records, database, name, renamed);
  series.read();  // after the rollback, if it failed
  if (!done) return done.error();
  return !series.of_connection(name.before).empty();
}

void Renames::use(const Config& config, RecordStore* records) {
  names_.clear();
  for (const ConnectionConfig& connection : config.connections) {
    if (!connection.was.empty()) names_.push_back({connection.was, connection.name});
  }
  due_ = !names_.empty();
  if (records != nullptr) begin_file(*records);
}

void Renames::begin_file(RecordStore& records) {
  due_ = !names_.empty();
  std::map<std::string, std::string> new_names;
  for (const FormerName& name : names_) new_names[name.before] = name.now;
  records.series().set_new_names(std::move(new_names));
}

StoreResult<bool> Renames::rename_series(RecordStore& records, Database& database) {
  if (!due_) return false;
  for (const FormerName& name : names_) {
    auto more = rename_some(records, database, name);
    if (!more || *more) return more;
  }
  due_ = false;
  return false;
}

void Renames::rename_journal(Database& database) const {
  for (const FormerName& name : names_) rename_in_journal(database, name);
}

void rename_in_journal(Database& database, const FormerName& name) {
  for (const std::string_view table : journal_tables) {
    Statement found =
        database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
    if (!found.bind(table).next()) continue;
    database.prepare("UPDATE " + std::string(table) + " SET connection = ? WHERE connection = ?")
        .bind(name.now, name.before)
        .run();
  }
}

}  // namespace peeringd
