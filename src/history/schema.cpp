#include "history/schema.hpp"

#include <array>
#include <cstdlib>

#include "history/record_columns.hpp"

namespace peeringd {
namespace {

constexpr std::array<std::string_view, tier_count> tables{"minute", "ten_minutes", "hour", "day"};

constexpr std::string_view application_id = "0x50525048";  // PRPH

// The views show names instead of ids, and numbers in units for people.
std::string tier_tables(Tier tier) {
  const std::string table(table_of(tier));
  const std::string period = std::to_string(period_of(tier).count());
  const std::string bits = std::to_string(series_bits);
  const std::string mask = std::to_string(series_end - 1);
  return "CREATE TABLE " + table + std::string(record_columns) + "CREATE VIEW by_" + table +
         " AS SELECT datetime((record.id >> " + bits + ") * " + period +
         ", 'unixepoch') AS time, connection, prefix, endpoint, probe," +
         std::string(shown_figures) + table +
         " AS record JOIN series ON series.id = (record.id & " + mask + ");";
}

std::string first_version() {
  std::string sql =
      "CREATE TABLE series (id INTEGER PRIMARY KEY, connection TEXT NOT NULL, prefix TEXT NOT NULL,"
      " endpoint TEXT NOT NULL, probe TEXT NOT NULL,"
      " UNIQUE (connection, prefix, endpoint, probe));"
      // When the daemon recorded, and which targets there were.
      "CREATE TABLE run (id INTEGER PRIMARY KEY, begins INTEGER NOT NULL, ends INTEGER NOT NULL,"
      " version TEXT NOT NULL);"
      "CREATE TABLE presence (id INTEGER PRIMARY KEY, series INTEGER NOT NULL,"
      " begins INTEGER NOT NULL, ends INTEGER NOT NULL);"
      "CREATE INDEX presence_of_series ON presence (series, begins);"
      // Periods of a tier that have to be added up from the finer one, and where to go on.
      "CREATE TABLE pending (tier INTEGER NOT NULL, period INTEGER NOT NULL,"
      " next INTEGER NOT NULL, PRIMARY KEY (tier, period)) WITHOUT ROWID;"
      // Records of a tier before this time have been deleted.
      "CREATE TABLE dropped (tier INTEGER PRIMARY KEY, before INTEGER NOT NULL);"
      "CREATE TABLE event (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, level TEXT NOT NULL,"
      " connection TEXT NOT NULL, prefix TEXT NOT NULL, endpoint TEXT NOT NULL,"
      " redundancy_group TEXT NOT NULL, summary TEXT NOT NULL, fields TEXT NOT NULL);"
      "CREATE TABLE result (id INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
      " connection TEXT NOT NULL, prefix TEXT NOT NULL, endpoint TEXT NOT NULL,"
      " redundancy_group TEXT NOT NULL, result TEXT NOT NULL, reason TEXT NOT NULL);"
      "CREATE INDEX result_of_subject ON result"
      " (connection, prefix, endpoint, redundancy_group, time);"
      "CREATE VIEW events AS SELECT strftime('%Y-%m-%d %H:%M:%f', id / 1000000.0, 'unixepoch')"
      " AS time, kind, level, connection, prefix, endpoint, redundancy_group, summary, fields"
      " FROM event;"
      "CREATE VIEW results AS SELECT datetime(time, 'unixepoch') AS time, connection, prefix,"
      " endpoint, redundancy_group, result, reason FROM result;"
      "CREATE VIEW runs AS SELECT datetime(begins, 'unixepoch') AS begins,"
      " datetime(ends, 'unixepoch') AS ends, version FROM run;"
      "CREATE VIEW presences AS SELECT connection, prefix, endpoint, probe,"
      " datetime(begins, 'unixepoch') AS begins, datetime(ends, 'unixepoch') AS ends"
      " FROM presence JOIN series ON series.id = presence.series;";
  for (const Tier tier : all_tiers) sql += tier_tables(tier);
  return sql;
}

// Incidents, and until when they have been searched for.
std::string second_version() {
  return "CREATE TABLE incident (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
         " connection TEXT NOT NULL, prefix TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER,"
         " endpoints TEXT NOT NULL, detail TEXT NOT NULL, maintenance INTEGER NOT NULL,"
         " figures TEXT NOT NULL, text TEXT NOT NULL);"
         "CREATE INDEX incident_of_time ON incident (begins);"
         "CREATE INDEX incident_of_prefix ON incident (connection, prefix, begins);"
         "CREATE TABLE incident_search (id INTEGER PRIMARY KEY, until INTEGER NOT NULL);"
         "CREATE VIEW incidents AS SELECT id, kind, connection, prefix,"
         " datetime(begins, 'unixepoch') AS begins, datetime(ends, 'unixepoch') AS ends, text"
         " FROM incident;";
}

// When connections were up (1), down (0), or not known (-1).
std::string third_version() {
  return "CREATE TABLE reach (id INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
         " connection TEXT NOT NULL, up INTEGER NOT NULL, maintenance INTEGER NOT NULL);"
         "CREATE INDEX reach_of_connection ON reach (connection, time);"
         "CREATE INDEX event_of_connection ON event (connection, id);"
         "CREATE INDEX event_of_kind ON event (kind, id);"
         "CREATE INDEX event_of_prefix ON event (prefix, id);"
         "CREATE VIEW reachability AS SELECT datetime(time, 'unixepoch') AS time, connection,"
         " CASE up WHEN 1 THEN 'up' WHEN 0 THEN 'down' ELSE 'unknown' END AS state, maintenance"
         " FROM reach;";
}

// A block of sealed records is shown as its sum. A target belongs to the block of its path, which
// therefore needs a number.
std::string sealed_tables(Tier tier) {
  const std::string table = sealed_table_of(tier);
  const std::string span = std::to_string(block_span(tier).count());
  const std::string bits = std::to_string(series_bits);
  const std::string mask = std::to_string(series_end - 1);
  return "CREATE TABLE " + table + std::string(record_columns) + "CREATE VIEW by_" + table +
         " AS SELECT datetime((block.id >> " + bits + ") * " + span +
         ", 'unixepoch') AS begins, datetime(((block.id >> " + bits + ") + 1) * " + span +
         ", 'unixepoch') AS ends, connection, prefix, endpoint," + std::string(shown_figures) +
         table + " AS block JOIN series ON series.id = (block.id & " + mask + ");";
}

std::string fourth_version() {
  const std::string first_path = std::to_string(series_end / 4);
  const std::string first_target = std::to_string(series_end / 2);
  std::string sql =
      "INSERT INTO series (id, connection, prefix, endpoint, probe)"
      " SELECT (SELECT coalesce(max(id), " +
      first_path + " - 1) FROM series WHERE id >= " + first_path + " AND id < " + first_target +
      ") + row_number() OVER (ORDER BY connection, prefix, endpoint),"
      " connection, prefix, endpoint, '' FROM (SELECT DISTINCT connection, prefix, endpoint"
      " FROM series WHERE probe <> '' EXCEPT SELECT connection, prefix, endpoint FROM series"
      " WHERE probe = '');";
  for (const Tier tier : all_tiers) sql += sealed_tables(tier);
  return sql;
}

// Since when the thresholds of a prefix or a path held: seconds, and a ratio for loss.
std::string fifth_version() {
  return "CREATE TABLE threshold (id INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
         " connection TEXT NOT NULL, prefix TEXT NOT NULL, endpoint TEXT NOT NULL,"
         " latency_warning REAL, latency_critical REAL, loss_warning REAL, loss_critical REAL,"
         " jitter_warning REAL, jitter_critical REAL);"
         "CREATE INDEX threshold_of_subject ON threshold (connection, prefix, endpoint, time);"
         "CREATE VIEW thresholds AS SELECT datetime(time, 'unixepoch') AS time, connection, prefix,"
         " endpoint, round(1000 * latency_warning, 3) AS latency_warning_ms,"
         " round(1000 * latency_critical, 3) AS latency_critical_ms,"
         " round(100 * loss_warning, 3) AS loss_warning_percent,"
         " round(100 * loss_critical, 3) AS loss_critical_percent,"
         " round(1000 * jitter_warning, 3) AS jitter_warning_ms,"
         " round(1000 * jitter_critical, 3) AS jitter_critical_ms FROM threshold;";
}

// The settings of the file must be made before it has a table.
void set_up_file(Database& database) {
  database.run("PRAGMA page_size = 8192");
  database.run("PRAGMA auto_vacuum = INCREMENTAL");
}

void set_up_connection(Database& database) {
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");  // a crash of the host may cost the last minutes
  database.run("PRAGMA secure_delete = OFF");   // Debian's default overwrites deleted data
  database.run("PRAGMA cache_size = -16384");
  database.run("PRAGMA temp_store = MEMORY");
}

StoreResult<void> migrate(Database& database, std::int64_t from) {
  Transaction transaction(database);
  if (from < 1) database.run(first_version());
  if (from < 2) database.run(second_version());
  if (from < 3) database.run(third_version());
  if (from < 4) database.run(fourth_version());
  if (from < 5) database.run(fifth_version());
  database.run("PRAGMA application_id = " + std::string(application_id));
  database.run("PRAGMA user_version = " + std::to_string(schema_version));
  return transaction.commit();
}

}  // namespace

std::string_view table_of(Tier tier) {
  return tables[index_of(tier)];
}

std::string sealed_table_of(Tier tier) {
  return "sealed_" + std::string(table_of(tier));
}

StoreResult<void> prepare_schema(Database& database) {
  const bool fresh = database.number("SELECT count(*) FROM sqlite_schema") == 0;
  const std::int64_t version = database.number("PRAGMA user_version");
  const bool ours = database.number("PRAGMA application_id") ==
                    std::strtoll(std::string(application_id).c_str(), nullptr, 16);
  if (!database.ok()) return database.error();
  if (!fresh && !ours) return StoreError{Fault::foreign, "it is a database of another program"};
  if (version > schema_version) {
    return StoreError{Fault::newer, "a newer version of peeringd has written it (format " +
                                        std::to_string(version) + "; this one knows " +
                                        std::to_string(schema_version) + ")"};
  }
  if (fresh) set_up_file(database);
  set_up_connection(database);
  if (!database.ok()) return database.error();
  if (version < schema_version) return migrate(database, version);
  return {};
}

}  // namespace peeringd
