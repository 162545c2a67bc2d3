#include "history/rename.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "model/config.hpp"

namespace peeringd {
namespace {

// Tables with a column `connection`. Not every version of the file has all of them.
constexpr std::array<std::string_view, 4> journal_tables{"event", "result", "reach", "incident"};

// Adds the records of `from` to those of `into`, which has the longer history.
void join_records(RecordStore& records, StoredId from, StoredId into) {
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

// In a transaction, which is rolled back after an error.
StoreResult<void> rename_in_file(RecordStore& records, Database& database, const FormerName& name,
                                 const std::vector<std::pair<SeriesKey, StoredId>>& renamed) {
  SeriesTable& series = records.series();
  Transaction transaction(database);
  bool joined = false;
  for (const auto& [key, id] : renamed) {
    SeriesKey after = key;
    after.connection = name.now;
    const auto other = series.find(after);
    if (other && joined) continue;
    if (other) {
      join_records(records, *other, id);
      database.prepare("UPDATE presence SET series = ? WHERE series = ?").bind(id, *other).run();
      database.prepare("DELETE FROM series WHERE id = ?").bind(*other).run();
      // Periods that are added up in parts may have passed one of the two numbers already.
      database.run("UPDATE pending SET next = 0");
      joined = true;
    }
    database.prepare("UPDATE series SET connection = ? WHERE id = ?").bind(name.now, id).run();
  }
  return records.commit(transaction);
}

// Whether both names have a series.
bool both_known(const SeriesTable& series, const FormerName& name,
                const std::vector<std::pair<SeriesKey, StoredId>>& renamed) {
  return std::ranges::any_of(renamed, [&](const auto& each) {
    SeriesKey after = each.first;
    after.connection = name.now;
    return series.find(after).has_value();
  });
}

// The records of series that are joined are in rows, of which each series has its own.
StoreResult<bool> unseal_connections(RecordStore& records, Database& database,
                                     const FormerName& name) {
  for (const std::string& connection : {name.before, name.now}) {
    for (const auto& [key, id] : records.series().of_connection(connection)) {
      if (kind_of(key) == SeriesKind::target) continue;  // in the blocks of its path
      Transaction transaction(database);
      const bool more = records.unseal_some(id);
      if (auto done = records.commit(transaction); !done) return done.error();
      if (more) return true;
    }
  }
  return false;
}

}  // namespace

StoreResult<bool> rename_some(RecordStore& records, Database& database, const FormerName& name) {
  SeriesTable& series = records.series();
  const auto renamed = series.of_connection(name.before);
  if (renamed.empty()) return false;
  if (both_known(series, name, renamed)) {
    auto more = unseal_connections(records, database, name);
    if (!more || *more) return more;
  }
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
