#include "history/incident_table.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr const char* incident_columns =
    "SELECT id, kind, connection, prefix, begins, ends, endpoints, detail, maintenance, figures,"
    " text FROM incident ";

// A shift or another PoP never ends by itself; after this time it is the usual state.
constexpr auto longest_stay = std::chrono::days(35);

constexpr std::string_view is_recent =
    "(ends >= ?1 OR (ends IS NULL AND"
    " (begins >= ?2 OR kind NOT IN ('latency_shift', 'pop_change'))))";

json::value microseconds_value(std::optional<Duration> duration) {
  if (!duration) return nullptr;
  return std::chrono::round<std::chrono::microseconds>(*duration).count();
}

json::object phase_object(const PhaseFigures& figures) {
  return {{"sent", figures.sent},
          {"received", figures.received},
          {"lost", figures.lost},
          {"median_us", microseconds_value(figures.median)},
          {"p95_us", microseconds_value(figures.p95)}};
}

std::string figures_text(const Incident& incident) {
  json::object object{{"before", phase_object(incident.before)},
                      {"during", phase_object(incident.during)}};
  if (incident.after) object["after"] = phase_object(*incident.after);
  return json::serialize(object);
}

// Numbers of figures_text(); the file may be damaged.
std::uint64_t count_in(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  const auto number = value == nullptr ? 0 : value->is_int64() ? value->get_int64() : 0;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0));
}

std::optional<Duration> duration_in(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return std::chrono::microseconds(value->get_int64());
}

std::optional<PhaseFigures> phase_in(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_object()) return std::nullopt;
  const json::object& phase = value->get_object();
  return PhaseFigures{count_in(phase, "sent"), count_in(phase, "received"), count_in(phase, "lost"),
                      duration_in(phase, "median_us"), duration_in(phase, "p95_us")};
}

void read_figures(const std::string& text, Incident& incident) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return;
  const json::object& object = value.get_object();
  incident.before = phase_in(object, "before").value_or(PhaseFigures{});
  incident.during = phase_in(object, "during").value_or(PhaseFigures{});
  incident.after = phase_in(object, "after");
}

// One name a line: names have no line ends.
std::string lines_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : "\n") + name;
  return text;
}

std::vector<std::string> names_in(const std::string& lines) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    names.push_back(lines.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

bool overlap(const Incident& a, const Incident& b, std::chrono::seconds slack) {
  return a.from <= b.to.value_or(Moment::max() - slack) + slack &&
         b.from <= a.to.value_or(Moment::max() - slack) + slack;
}

// One that ends when the other begins does not go on in it.
bool share_time(const Incident& a, const Incident& b) {
  return a.from == b.from ||
         (a.from < b.to.value_or(Moment::max()) && b.from < a.to.value_or(Moment::max()));
}

bool begin_together(const Incident& a, const Incident& b, std::chrono::seconds slack) {
  return std::chrono::abs(a.from - b.from) <= slack;
}

}  // namespace

bool is_same_incident(const Incident& stored, const Incident& found) {
  if (stored.connection != found.connection || stored.prefix != found.prefix) return false;
  const bool shift = stored.kind == IncidentKind::latency_shift;
  const bool episode = stored.kind == IncidentKind::latency_episode;
  switch (found.kind) {
    case IncidentKind::loss:
      return stored.kind == found.kind && overlap(stored, found, 15min);
    case IncidentKind::latency_shift:
      return (shift || episode) && begin_together(stored, found, 1h);
    case IncidentKind::latency_episode:
      if (shift) return begin_together(stored, found, 1h);
      return episode && overlap(stored, found, 15min);
    case IncidentKind::pop_change:
      // Its begin is that of its event, and an old one may be open for ever.
      return stored.kind == found.kind && stored.from == found.from;
    case IncidentKind::outage:
    case IncidentKind::egress_mismatch:
      return stored.kind == found.kind && share_time(stored, found);
  }
  return false;
}

std::int64_t IncidentTable::put(const Incident& incident) {
  std::optional<std::int64_t> ends;
  if (incident.to) ends = unix_seconds(*incident.to);
  const std::optional<std::int64_t> id =
      incident.id == 0 ? std::nullopt : std::optional(incident.id);
  const std::string endpoints = lines_of(incident.endpoints);
  const std::string figures = figures_text(incident);
  database_
      .prepare(
          "INSERT OR REPLACE INTO incident (id, kind, connection, prefix, begins, ends, endpoints,"
          " detail, maintenance, figures, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(id, name_of(incident.kind), incident.connection, incident.prefix,
            unix_seconds(incident.from), ends, endpoints, incident.detail,
            std::int64_t{incident.maintenance}, figures, incident.text)
      .run();
  return id.value_or(database_.number("SELECT last_insert_rowid()"));
}

std::vector<Incident> IncidentTable::read(Statement rows) {
  std::vector<Incident> found;
  while (rows.next()) {
    const auto kind =
        std::find(incident_kind_names.begin(), incident_kind_names.end(), rows.text(1));
    if (kind == incident_kind_names.end()) continue;
    Incident incident{.id = rows.integer(0),
                      .kind = static_cast<IncidentKind>(kind - incident_kind_names.begin()),
                      .connection = rows.text(2),
                      .prefix = rows.text(3),
                      .from = from_unix_seconds(rows.integer(4)),
                      .endpoints = names_in(rows.text(6)),
                      .detail = rows.text(7),
                      .maintenance = rows.integer(8) != 0,
                      .text = rows.text(10)};
    if (!rows.is_null(5)) incident.to = from_unix_seconds(rows.integer(5));
    read_figures(rows.text(9), incident);
    found.push_back(std::move(incident));
  }
  return found;
}

std::optional<Incident> IncidentTable::find_same(const Incident& found) {
  Statement rows = database_.prepare(
      std::string(incident_columns) +
      "WHERE connection = ? AND prefix = ? AND begins <= ? ORDER BY begins DESC LIMIT 100");
  const Moment last = found.to.value_or(found.from) + 1h;
  rows.bind(found.connection, found.prefix, unix_seconds(last));
  for (Incident& stored : read(std::move(rows))) {
    if (is_same_incident(stored, found)) return std::move(stored);
  }
  return std::nullopt;
}

std::optional<Incident> IncidentTable::find(std::int64_t id) {
  Statement rows = database_.prepare(std::string(incident_columns) + "WHERE id = ?");
  rows.bind(id);
  auto found = read(std::move(rows));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Incident> IncidentTable::find(const IncidentQuery& query) {
  Statement rows = database_.prepare(
      std::string(incident_columns) +
      "WHERE begins < ?1 AND (ends IS NULL OR ends >= ?2) AND (?3 = '' OR connection = ?3)"
      " AND (?4 = '' OR kind = ?4) AND (?6 IS NULL OR begins < ?6 OR (begins = ?6 AND id < ?7))"
      " ORDER BY begins DESC, id DESC LIMIT ?5");
  const std::string connection = query.connection.value_or("");
  const std::string_view kind = query.kind ? name_of(*query.kind) : "";
  std::optional<std::int64_t> before;
  if (query.before) before = unix_seconds(query.before->from);
  const std::int64_t before_id = query.before ? query.before->id : 0;
  rows.bind(unix_seconds(query.to), unix_seconds(query.from), connection, kind, query.limit, before,
            before_id);
  return read(std::move(rows));
}

IncidentPage IncidentTable::find_page(IncidentQuery query) {
  const std::size_t limit = query.limit++;
  IncidentPage page{.incidents = find(query)};
  if (page.incidents.size() <= limit) return page;
  page.incidents.pop_back();
  page.next = {page.incidents.back().from, page.incidents.back().id};
  return page;
}

std::optional<Incident> IncidentTable::last_before(const Incident& incident, Moment since) {
  Statement rows = database_.prepare(std::string(incident_columns) +
                                     "WHERE connection = ? AND prefix = ? AND kind = ?"
                                     " AND ends > ? AND ends <= ? AND id <> ?"
                                     " ORDER BY ends DESC LIMIT 1");
  rows.bind(incident.connection, incident.prefix, name_of(incident.kind), unix_seconds(since),
            unix_seconds(incident.from), incident.id);
  auto found = read(std::move(rows));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<Moment> IncidentTable::next_begin(const Incident& incident, Moment until) {
  if (!incident.to) return std::nullopt;
  Statement rows = database_.prepare(
      "SELECT min(begins) FROM incident WHERE connection = ? AND prefix = ? AND kind = ?"
      " AND begins >= ? AND begins < ? AND id <> ?");
  rows.bind(incident.connection, incident.prefix, name_of(incident.kind),
            unix_seconds(*incident.to), unix_seconds(until), incident.id);
  if (!rows.next() || rows.is_null(0)) return std::nullopt;
  return from_unix_seconds(rows.integer(0));
}

std::vector<Incident> IncidentTable::recent(Moment since) {
  Statement rows = database_.prepare(std::string(incident_columns) + "WHERE " +
                                     std::string(is_recent) + " ORDER BY begins, id");
  rows.bind(unix_seconds(since), unix_seconds(since - longest_stay));
  return read(std::move(rows));
}

std::vector<Incident> IncidentTable::recent_of(const std::string& connection,
                                               const std::string& prefix, Moment since) {
  Statement rows = database_.prepare(std::string(incident_columns) +
                                     "WHERE connection = ?3 AND prefix = ?4 AND " +
                                     std::string(is_recent) + " ORDER BY begins, id");
  rows.bind(unix_seconds(since), unix_seconds(since - longest_stay), connection, prefix);
  return read(std::move(rows));
}

Moment IncidentTable::searched() {
  return from_unix_seconds(database_.number("SELECT until FROM incident_search"));
}

void IncidentTable::set_searched(Moment until) {
  database_.prepare("INSERT OR REPLACE INTO incident_search (id, until) VALUES (1, ?)")
      .bind(unix_seconds(until))
      .run();
}

void IncidentTable::drop(Moment before) {
  database_.prepare("DELETE FROM incident WHERE coalesce(ends, begins) < ?")
      .bind(unix_seconds(before))
      .run();
}

}  // namespace peeringd
