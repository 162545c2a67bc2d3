#include "history/incident_search.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "history/grid.hpp"
#include "history/history_writer.hpp"
#include "history/incident_figures.hpp"
#include "history/prefix_search.hpp"
#include "history/reader.hpp"
#include "incident/find_in_events.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr auto search_interval = 1h;

// How far back a search looks at most: where minutes are kept by default.
constexpr auto longest_search = days(8);

// Events from so long before the last search are read again: they may have been stored late.
constexpr auto event_overlap = 2h;

// The figures of the time after an incident are complete this long after it.
constexpr auto settling = 7h;

// An outage that no event has ended, as the daemon was restarted, ends with the first answer. While
// the daemon runs on, a single answer does not end it.
void end_if_answered(OpenHistory& history, std::span<const HistorySpan> runs, Incident& incident,
                     Moment now) {
  if (incident.kind != IncidentKind::outage || incident.to) return;
  const bool restarted = !runs.empty() && runs.back().from > incident.from;
  if (!restarted) return;
  const Moment begin = period_start(Tier::minute, incident.from) + 2min;
  const Moment from = std::max(begin, now - days(1));
  std::optional<Moment> answered;
  for (const SeriesKey& key : prefixes_of(history, incident)) {
    const auto id = history.records.series().find(key);
    Moment start = from;
    for (const PeriodRecord& record : records_of(history, *id, from, now, 1min)) {
      if (record.received > 0 && (!answered || start < *answered)) answered = start;
      start += 1min;
    }
  }
  incident.to = answered;
}

// The outage of a prefix that was stored before its whole connection went down: it ends with that.
void end_parts(const std::vector<Incident>& known, std::vector<Incident>& found) {
  std::vector<Incident> ended;
  for (const Incident& part : known) {
    if (part.kind != IncidentKind::outage || part.prefix.empty() || part.to) continue;
    for (const Incident& whole : found) {
      if (whole.kind != IncidentKind::outage || !whole.prefix.empty()) continue;
      if (whole.connection != part.connection || !whole.to || *whole.to < part.from) continue;
      ended.push_back(part);
      ended.back().to = whole.to;
      break;
    }
  }
  for (Incident& part : ended) {
    const auto same = [&](const Incident& other) { return is_same_incident(part, other); };
    if (std::none_of(found.begin(), found.end(), same)) found.push_back(std::move(part));
  }
}

// What the search needs of an incident that it has found before.
Incident without_figures(const Incident& known) {
  Incident incident{.kind = known.kind,
                    .connection = known.connection,
                    .prefix = known.prefix,
                    .from = known.from,
                    .to = known.to,
                    .detail = known.detail,
                    .maintenance = known.maintenance};
  if (known.kind == IncidentKind::pop_change) incident.endpoints = known.endpoints;
  return incident;
}

// `known`: incidents that go on or have ended shortly before.
EarlierIncidents earlier_than(OpenHistory& history, Moment begin,
                              const std::vector<Incident>& known,
                              const std::vector<Event>& events) {
  EarlierIncidents earlier{.incidents = {}, .events_from = begin, .in_maintenance = {}};
  for (const Incident& incident : known) {
    if (!is_found_in_events(incident.kind) || incident.from >= begin) continue;
    earlier.incidents.push_back(without_figures(incident));
  }
  std::set<std::string, std::less<>> connections;
  for (const Event& event : events) connections.insert(event.subject.connection);
  for (const std::string& connection : connections) {
    const auto state = history.reach.changes(connection, begin, begin + 1s, 1);
    if (!state.empty() && state.front().time <= begin && state.front().maintenance) {
      earlier.in_maintenance.insert(connection);
    }
  }
  return earlier;
}

std::vector<Incident> search_events(OpenHistory& history, Moment since, Moment now) {
  const Moment begin = std::max(since - event_overlap, Moment{});
  const auto known = history.incidents.recent(since - settling - 1h);
  const auto events = history.journal.events(begin, now + 1s, shows_incident);
  // An open incident ends with the run in which it began, which may be older than the events.
  Moment oldest = begin;
  for (const Incident& incident : known) {
    if (!incident.to) oldest = std::min(oldest, incident.from);
  }
  std::vector<HistorySpan> runs;
  for (const Run& run : history.journal.runs(oldest, now + 1s)) {
    runs.push_back({run.begins, run.ends});
  }
  auto found = find_in_events(events, runs, earlier_than(history, begin, known, events));
  for (Incident& incident : found) end_if_answered(history, runs, incident, now);
  end_parts(known, found);
  return found;
}

// Whether nothing that is known of the incident can change any more.
bool is_settled(const Incident& stored, const Incident& found, Moment since) {
  if (stored.to != found.to || stored.kind != found.kind) return false;
  if (stored.to) return *stored.to < since - settling;
  const bool stays =
      stored.kind == IncidentKind::latency_shift || stored.kind == IncidentKind::pop_change;
  return stays && stored.from < since - 2 * settling;
}

// Stores what is new, longer, or was not complete.
StoreResult<void> store(OpenHistory& history, std::vector<Incident> found, Moment since,
                        Moment now) {
  Transaction transaction(history.file.database());
  for (Incident& incident : found) {
    auto stored = history.incidents.find_same(incident);
    if (stored) {
      // A shift once found is no episode any more.
      if (stored->kind == IncidentKind::latency_shift) incident = *stored;
      if (is_settled(*stored, incident, since)) continue;
      incident.id = stored->id;
      incident.from = std::min(incident.from, stored->from);
      if (incident.detail.empty()) incident.detail = stored->detail;
      incident.maintenance = incident.maintenance || stored->maintenance;
    }
    add_figures(history, incident, now);
    incident.id = history.incidents.put(incident);
    if (stored && stored->from == incident.from) continue;
    if (const auto last = cut_by(history, incident, now)) history.incidents.put(*last);
  }
  return history.records.commit(transaction);
}

Moment begin_of_search(OpenHistory& history, Moment now) {
  return std::clamp(history.incidents.searched(), now - longest_search, now);
}

StoreResult<void> search_prefix(OpenHistory& history, const SeriesKey& key, Moment since,
                                Moment now) {
  const auto series = history.records.series().find(key);
  if (!series) return {};
  return store(history, find_in_records(history, key, *series, since, now), since, now);
}

StoreResult<void> finish_search(OpenHistory& history, Moment until) {
  Transaction transaction(history.file.database());
  history.incidents.set_searched(until);
  return history.records.commit(transaction);
}

std::deque<SeriesKey> all_prefixes(OpenHistory& history) {
  std::deque<SeriesKey> keys;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::prefix)) {
    keys.push_back(key);
  }
  return keys;
}

}  // namespace

StoreResult<bool> IncidentSearch::search_some(OpenHistory& history, Moment now) {
  if (!prefixes_) {
    const Moment searched = history.incidents.searched();
    // After a step back of the clock, what was searched lies in the future.
    if (searched <= now && now - searched < search_interval) return false;
    since_ = begin_of_search(history, now);
    until_ = now;
    const auto done = store(history, search_events(history, since_, until_), since_, until_);
    if (!done) return done.error();  // the search begins again, with the events
    prefixes_ = all_prefixes(history);
    return true;
  }
  if (prefixes_->empty()) {
    prefixes_.reset();
    const auto done = finish_search(history, until_);
    if (!done) return done.error();
    return false;
  }
  const SeriesKey key = std::move(prefixes_->front());
  prefixes_->pop_front();
  const auto done = search_prefix(history, key, since_, until_);
  if (done) return true;
  prefixes_.reset();  // so that the search begins again, and misses nothing
  return done.error();
}

StoreResult<void> search_now(OpenHistory& history, Moment now) {
  const Moment since = begin_of_search(history, now);
  if (auto done = store(history, search_events(history, since, now), since, now); !done)
    return done;
  for (const SeriesKey& key : all_prefixes(history)) {
    if (auto done = search_prefix(history, key, since, now); !done) return done;
  }
  return finish_search(history, now);
}

}  // namespace peeringd
