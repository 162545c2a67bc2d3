#include "history/journal.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "history/event_fields.hpp"

namespace peeringd {
namespace {

// The index of a name in a list; 0 for an unknown name.
template <typename Value, typename Names>
Value value_named(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return static_cast<Value>(found == names.end() ? 0 : found - names.begin());
}

ResultChange result_of(const Statement& row) {
  return {.subject = {row.text(1), row.text(2), row.text(3), row.text(4)},
          .time = from_unix_seconds(row.integer(0)),
          .result = value_named<TestResult>(test_result_names, row.text(5)),
          .reason = row.text(6)};
}

constexpr const char* result_columns =
    "SELECT time, connection, prefix, endpoint, redundancy_group, result, reason FROM result ";

constexpr const char* event_columns =
    "SELECT id, kind, level, connection, prefix, endpoint, redundancy_group, summary, fields"
    " FROM event ";

constexpr std::size_t max_runs = 20'000;

Event event_of(const Statement& row) {
  Event event;
  event.id = static_cast<std::uint64_t>(row.integer(0));
  event.time = WallTime{std::chrono::microseconds{row.integer(0)}};
  event.kind = value_named<EventKind>(event_kind_names, row.text(1));
  event.level = value_named<EventLevel>(event_level_names, row.text(2));
  event.subject = {row.text(3), row.text(4), row.text(5), row.text(6)};
  event.summary = row.text(7);
  event.fields = event_fields_from(row.text(8));
  return event;
}

// The series whose span goes on. They are read anew each time, since a rollback or the rename of a
// connection may have changed them.
std::unordered_set<StoredId> open_spans(Database& database) {
  std::unordered_set<StoredId> found;
  Statement rows = database.prepare("SELECT series FROM presence WHERE ends = 0");
  while (rows.next()) found.insert(static_cast<StoredId>(rows.integer(0)));
  return found;
}

}  // namespace

Journal::Journal(Database& database) : database_(database) {}

void Journal::begin_run(Moment now, const std::string& version) {
  database_.run(
      "UPDATE presence SET ends = max(begins, (SELECT max(ends) FROM run)) WHERE ends = 0");
  database_.prepare("INSERT INTO run (begins, ends, version) VALUES (?, ?, ?)")
      .bind(unix_seconds(now), unix_seconds(now), version)
      .run();
  run_ = database_.number("SELECT last_insert_rowid()");
}

void Journal::continue_run(Moment now) {
  database_.prepare("UPDATE run SET ends = max(ends, ?) WHERE id = ?")
      .bind(unix_seconds(now), run_)
      .run();
}

void Journal::set_present(const std::vector<SeriesKey>& keys, SeriesTable& series, Moment now) {
  std::unordered_set<StoredId> ended = open_spans(database_);
  std::unordered_set<StoredId> begun;
  Statement begin =
      database_.prepare("INSERT INTO presence (series, begins, ends) VALUES (?, ?, 0)");
  for (const SeriesKey& key : keys) {
    const StoredId id = series.add(key);
    if (!begun.insert(id).second || ended.erase(id) > 0) continue;
    begin.bind(id, unix_seconds(now)).run();
  }
  Statement end = database_.prepare("UPDATE presence SET ends = ? WHERE series = ? AND ends = 0");
  for (const StoredId id : ended) end.bind(unix_seconds(now), id).run();
}

void Journal::add(const Event& event) {
  const EventSubject& subject = event.subject;
  database_
      .prepare(
          "INSERT OR IGNORE INTO event (id, kind, level, connection, prefix, endpoint,"
          " redundancy_group, summary, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(event.id, name_of(event.kind), name_of(event.level), subject.connection, subject.prefix,
            subject.endpoint, subject.group, event.summary, event_fields_text(event.fields))
      .run();
}

void Journal::add(const ResultChange& change) {
  const EventSubject& subject = change.subject;
  database_
      .prepare(
          "INSERT INTO result (time, connection, prefix, endpoint, redundancy_group, result,"
          " reason) VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(unix_seconds(change.time), subject.connection, subject.prefix, subject.endpoint,
            subject.group, name_of(change.result), change.reason)
      .run();
}

std::vector<ResultChange> Journal::last_results(Moment now) {
  std::vector<ResultChange> found;
  // From subject to subject in the index, which years of results take no longer.
  Statement subjects = database_.prepare(
      "SELECT connection, prefix, endpoint, redundancy_group FROM result"
      " WHERE (connection, prefix, endpoint, redundancy_group) > (?, ?, ?, ?)"
      " ORDER BY connection, prefix, endpoint, redundancy_group LIMIT 1");
  Statement last = database_.prepare(
      std::string(result_columns) +
      "WHERE connection = ? AND prefix = ? AND endpoint = ? AND redundancy_group = ?"
      " AND time <= ? ORDER BY time DESC, id DESC LIMIT 1");
  EventSubject subject;
  while (
      subjects.bind(subject.connection, subject.prefix, subject.endpoint, subject.group).next()) {
    subject = {subjects.text(0), subjects.text(1), subjects.text(2), subjects.text(3)};
    last.bind(subject.connection, subject.prefix, subject.endpoint, subject.group,
              unix_seconds(now));
    if (last.next()) found.push_back(result_of(last));
    last.finish();
  }
  return found;
}

std::optional<Moment> Journal::next_result_after(Moment time) {
  const auto next = database_.next_time("result", unix_seconds(time));
  return next ? std::optional(from_unix_seconds(*next)) : std::nullopt;
}

std::vector<ResultChange> Journal::results(const EventSubject& subject, Moment from, Moment to,
                                           std::size_t limit) {
  std::vector<ResultChange> found;
  Statement rows = database_.prepare(
      std::string(result_columns) +
      "WHERE connection = ?1 AND prefix = ?2 AND endpoint = ?3 AND redundancy_group = ?4"
      " AND time < ?6 AND time >= coalesce((SELECT max(time) FROM result WHERE connection = ?1"
      " AND prefix = ?2 AND endpoint = ?3 AND redundancy_group = ?4 AND time <= ?5), ?5)"
      " ORDER BY time DESC, id DESC LIMIT ?7");
  rows.bind(subject.connection, subject.prefix, subject.endpoint, subject.group, unix_seconds(from),
            unix_seconds(to), limit);
  while (rows.next()) found.push_back(result_of(rows));
  std::ranges::reverse(found);
  return found;
}

EventPage Journal::find_events(const EventQuery& query) {
  EventPage page;
  // Only the conditions that are set, so that an index can be used.
  std::string sql = std::string(event_columns) + "WHERE id < ?1 AND level <> 'debug'";
  if (query.connection) sql += " AND connection = ?2";
  if (query.prefix) sql += " AND prefix = ?3";
  if (query.kind) sql += " AND kind = ?4";
  Statement rows = database_.prepare(sql + " ORDER BY id DESC LIMIT ?5");
  const std::uint64_t before = std::min<std::uint64_t>(query.before.value_or(INT64_MAX), INT64_MAX);
  const std::string connection = query.connection.value_or("");
  const std::string prefix = query.prefix.value_or("");
  const std::string_view kind = query.kind ? name_of(*query.kind) : "";
  rows.bind(before, connection, prefix, kind, query.limit + 1);
  while (rows.next()) page.events.push_back(event_of(rows));
  if (page.events.size() > query.limit) {
    page.events.pop_back();
    page.next = page.events.back().id;
  }
  return page;
}

std::vector<Event> Journal::changes(const std::string& connection, const std::string& prefix,
                                    Moment from, Moment to, std::size_t limit) {
  std::vector<Event> found;
  Statement rows = database_.prepare(
      std::string(event_columns) +
      "WHERE id >= ?1 AND id < ?2 AND connection = ?3 AND (kind = 'pop_changed' AND prefix = ?4"
      " OR kind IN ('maintenance_began', 'maintenance_ended')) ORDER BY id DESC LIMIT ?5");
  rows.bind(unix_seconds(from) * 1'000'000, unix_seconds(to) * 1'000'000, connection, prefix,
            limit);
  while (rows.next()) found.push_back(event_of(rows));
  std::ranges::reverse(found);
  return found;
}

std::vector<Event> Journal::next_changes(const std::string& connection, const std::string& prefix,
                                         Moment time) {
  std::vector<Event> found;
  // `+connection`: the indexes of prefixes and kinds have fewer rows to go through.
  Statement rows = database_.prepare(
      std::string(event_columns) +
      "WHERE id IN (SELECT min(id) FROM event WHERE id >= ?1 AND prefix = ?3 AND ?3 <> ''"
      " AND +connection = ?2 AND +kind = 'pop_changed' GROUP BY endpoint UNION ALL"
      " SELECT min(id) FROM event WHERE id >= ?1 AND +connection = ?2"
      " AND kind IN ('maintenance_began', 'maintenance_ended')) ORDER BY id");
  rows.bind(unix_seconds(time) * 1'000'000, connection, prefix);
  while (rows.next()) found.push_back(event_of(rows));
  return found;
}

std::vector<Event> Journal::events_of(const std::string& connection, Moment from, Moment to,
                                      std::size_t limit) {
  std::vector<Event> found;
  Statement rows =
      database_.prepare(std::string(event_columns) +
                        "WHERE id >= ? AND id < ? AND connection = ? ORDER BY id LIMIT ?");
  rows.bind(unix_seconds(from) * 1'000'000, unix_seconds(to) * 1'000'000, connection, limit);
  while (rows.next()) found.push_back(event_of(rows));
  return found;
}

std::vector<Event> Journal::events(Moment from, Moment to, bool (*wanted)(EventKind)) {
  std::vector<Event> found;
  Statement rows =
      database_.prepare(std::string(event_columns) + "WHERE id >= ? AND id < ? ORDER BY id");
  rows.bind(unix_seconds(from) * 1'000'000, unix_seconds(to) * 1'000'000);
  while (rows.next()) {
    if (wanted(value_named<EventKind>(event_kind_names, rows.text(1)))) {
      found.push_back(event_of(rows));
    }
  }
  return found;
}

std::vector<Run> Journal::runs(Moment from, Moment to) {
  std::vector<Run> found;
  Statement rows = database_.prepare(
      "SELECT begins, ends FROM run WHERE begins < ? AND ends >= ? ORDER BY begins DESC LIMIT ?");
  rows.bind(unix_seconds(to), unix_seconds(from), max_runs);
  while (rows.next())
    found.push_back({from_unix_seconds(rows.integer(0)), from_unix_seconds(rows.integer(1))});
  std::ranges::reverse(found);
  return found;
}

void Journal::drop(Moment before) {
  const std::int64_t seconds = unix_seconds(before);
  database_.prepare("DELETE FROM event WHERE id < ?").bind(seconds * 1'000'000).run();
  // The last result of a subject before that time stays, since it still held then.
  database_
      .prepare(
          "DELETE FROM result WHERE time < ?1 AND id NOT IN (SELECT max(id) FROM result"
          " WHERE time < ?1 GROUP BY connection, prefix, endpoint, redundancy_group)")
      .bind(seconds)
      .run();
  database_.prepare("DELETE FROM presence WHERE ends > 0 AND ends < ?").bind(seconds).run();
  database_.prepare("DELETE FROM run WHERE ends < ? AND id <> ?").bind(seconds, run_).run();
}

}  // namespace peeringd
