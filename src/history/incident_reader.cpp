#include "history/incident_reader.hpp"

#include <algorithm>
#include <map>

#include "history/grid.hpp"
#include "history/incident_figures.hpp"
#include "history/reader.hpp"
#include "history/span_sum.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// Of one series. A point of the picture is a pixel or more; one that counts minutes is finer.
constexpr std::size_t max_incident_points = 400;
constexpr std::size_t max_counted_points = 1500;

constexpr std::size_t max_incident_events = 500;

// STUN answers that confirm an address.
constexpr std::uint64_t confirming_answers = 3;

HistoryGrid incident_grid(OpenHistory& history, const IncidentPhases& phases, std::size_t points,
                          std::size_t series) {
  const SpanQuery span{.from = phases.begin,
                       .to = phases.end,
                       .points = points,
                       .series = std::max<std::size_t>(series, 1)};
  const auto grid = choose_grid(span, history.records.dropped());
  return grid ? *grid : grid_of(span, std::chrono::days{1});
}

// The records of several series, summed, on a grid.
std::vector<PeriodRecord> points_of(OpenHistory& history, const std::vector<SeriesKey>& series,
                                    const HistoryGrid& grid) {
  std::vector<PeriodRecord> sums(grid.points());
  for (const SeriesKey& key : series) {
    const auto id = history.records.series().find(key);
    if (!id) continue;
    const auto points = read_points(history.records, *id, grid);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += points[i];
  }
  return sums;
}

// Where minutes have been deleted, the period in which the incident begins is that of the incident.
PhaseRecords phase_sums(OpenHistory& history, const std::vector<SeriesKey>& series,
                        const IncidentPhases& phases) {
  const Tier finest = finest_kept(history.records, phases.begin);
  const Moment from = period_start(finest, phases.from);
  const Moment until = period_end(finest, phases.until);
  return {sum_of(history, series, phases.begin, from), sum_of(history, series, from, until),
          sum_of(history, series, until, phases.end)};
}

IncidentSeries series_of(OpenHistory& history, const std::string& connection,
                         const std::vector<SeriesKey>& prefixes, const IncidentView& view) {
  IncidentSeries series{.connection = connection,
                        .prefixes = {},
                        .points = points_of(history, prefixes, view.grid),
                        .phases = phase_sums(history, prefixes, view.phases)};
  for (const SeriesKey& key : prefixes) series.prefixes.push_back(key.prefix);
  return series;
}

void count_minutes(OpenHistory& history, const std::vector<SeriesKey>& prefixes,
                   IncidentView& view) {
  const HistoryGrid grid = incident_grid(history, view.phases, max_counted_points, prefixes.size());
  const auto minutes = static_cast<std::size_t>(grid.step / 1min);
  const bool same = grid.step == view.grid.step;
  for (const PeriodRecord& point : same ? view.path.points : points_of(history, prefixes, grid)) {
    view.minutes += minutes;
    if (point.received + point.lost_total() == 0) view.unmeasured += minutes;
  }
}

std::vector<std::string> probes_of(OpenHistory& history, const std::vector<SeriesKey>& paths) {
  std::vector<std::string> probes;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::target)) {
    const bool of_path =
        std::any_of(paths.begin(), paths.end(), [&target = key](const SeriesKey& path) {
          return path.connection == target.connection && path.prefix == target.prefix &&
                 path.endpoint == target.endpoint;
        });
    if (of_path && std::find(probes.begin(), probes.end(), key.probe) == probes.end()) {
      probes.push_back(key.probe);
    }
  }
  return probes;
}

void read_endpoints(OpenHistory& history, const std::vector<SeriesKey>& prefixes,
                    IncidentView& view) {
  for (const auto& [endpoint, keys] : paths_of(history, prefixes)) {
    view.endpoints.push_back(
        {endpoint, probes_of(history, keys), phase_sums(history, keys, view.phases)});
  }
}

bool concerns(const Event& event, const Incident& incident) {
  const EventSubject& subject = event.subject;
  return incident.prefix.empty() || subject.prefix.empty() || subject.prefix == incident.prefix;
}

// The last egress events of each prefix before the phases, as far as they are mismatches. After a
// start, the daemon reports a mismatch again.
std::vector<Event> egress_before(OpenHistory& history, const IncidentView& view) {
  EventQuery query{.limit = max_incident_events};
  query.before =
      static_cast<std::uint64_t>(view.phases.begin.time_since_epoch().count()) * 1'000'000;
  EventQuery starts = query;
  starts.limit = 1;
  starts.kind = EventKind::started;
  const auto started = history.journal.find_events(starts).events;
  query.connection = view.incident.connection;
  if (!view.incident.prefix.empty()) query.prefix = view.incident.prefix;
  std::map<std::string, Event> last;
  for (const EventKind kind : {EventKind::egress_mismatch, EventKind::egress_restored}) {
    query.kind = kind;
    for (const Event& event : history.journal.find_events(query).events) {
      if (!started.empty() && event.id < started[0].id) break;
      Event& known = last.try_emplace(event.subject.prefix, event).first->second;
      if (known.id < event.id) known = event;
    }
  }
  std::vector<Event> mismatches;
  for (auto& [prefix, event] : last) {
    if (event.kind == EventKind::egress_mismatch) mismatches.push_back(std::move(event));
  }
  return mismatches;
}

// The prefixes of which STUN servers confirmed the address in the phases.
std::vector<std::string> egress_measured(OpenHistory& history, const IncidentView& view) {
  std::map<std::string, std::uint64_t> answers;
  for (const std::string& prefix : view.path.prefixes) answers[prefix] = 0;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::target)) {
    const auto found = answers.find(key.prefix);
    const bool stun = key.probe == "stun" || key.probe.starts_with("stun:");
    if (!stun || key.connection != view.incident.connection || found == answers.end()) continue;
    found->second += sum_over(history.records, id, view.phases.begin, view.phases.end).received;
  }
  std::erase_if(answers, [](const auto& each) { return each.second < confirming_answers; });
  std::vector<std::string> measured;
  for (const auto& [prefix, count] : answers) measured.push_back(prefix);
  return measured;
}

}  // namespace

std::optional<IncidentView> read_incident(OpenHistory& history, std::int64_t id,
                                          const std::vector<std::string>& others, Moment now) {
  const auto incident = history.incidents.find(id);
  if (!incident) return std::nullopt;
  IncidentView view;
  view.incident = *incident;
  view.phases = phases_in(history, *incident, now);
  const auto prefixes = prefixes_of(history, *incident);
  std::size_t series = prefixes.size();
  std::vector<std::vector<SeriesKey>> of_others;
  for (const std::string& other : others) {
    auto keys = prefixes_of(history, Incident{.connection = other});
    if (keys.empty() || series + keys.size() > max_incident_prefixes) continue;
    series += keys.size();
    of_others.push_back(std::move(keys));
  }
  view.grid = incident_grid(history, view.phases, max_incident_points, series);
  view.path = series_of(history, incident->connection, prefixes, view);
  for (const auto& keys : of_others) {
    view.others.push_back(series_of(history, keys.front().connection, keys, view));
  }
  read_endpoints(history, prefixes, view);
  view.events = history.journal.events_of(incident->connection, view.phases.begin,
                                          view.phases.end + 5min, max_incident_events);
  std::erase_if(view.events, [&](const Event& event) { return !concerns(event, *incident); });
  view.egress_before = egress_before(history, view);
  // Of a connection with very many paths, neither is read.
  if (!view.endpoints.empty()) view.egress_measured = egress_measured(history, view);
  const HistoryGrid span{.from = view.phases.begin,
                         .to = view.phases.end,
                         .step = view.phases.end - view.phases.begin,
                         .tier = Tier::minute};
  view.results = read_results(history, {incident->connection, incident->prefix, {}, {}}, span);
  if (!prefixes.empty()) {
    view.thresholds =
        history.thresholds.spans({incident->connection, prefixes.front().prefix, {}, {}},
                                 incident->from, incident->from + 1s);
  }
  count_minutes(history, prefixes, view);
  return view;
}

}  // namespace peeringd
