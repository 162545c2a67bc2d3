#include "history/incident_figures.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "history/history_writer.hpp"
#include "history/span_sum.hpp"
#include "incident/find_in_events.hpp"
#include "incident/incident_text.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

bool is_affected(IncidentKind kind, const PhaseFigures& before, const PhaseFigures& during) {
  switch (kind) {
    case IncidentKind::loss:
      return during.lost >= 2 &&
             during.loss_ratio() > std::max(0.005, before.loss_ratio().value_or(0) * 3);
    case IncidentKind::latency_shift:
    case IncidentKind::latency_episode:
      return before.median && during.median &&
             std::chrono::abs(*during.median - *before.median) >= *before.median / 10;
    case IncidentKind::outage:
      return during.lost > 0 && before.received > 0;
    case IncidentKind::pop_change:
    case IncidentKind::egress_mismatch:
      return false;  // the events name them
  }
  return false;
}

}  // namespace

PeriodRecord sum_of(OpenHistory& history, const std::vector<SeriesKey>& series, Moment from,
                    Moment to) {
  PeriodRecord sum;
  for (const SeriesKey& key : series) {
    const auto id = history.records.series().find(key);
    if (id) sum += sum_over(history.records, *id, from, to);
  }
  return sum;
}

std::vector<SeriesKey> prefixes_of(OpenHistory& history, const Incident& incident) {
  std::vector<SeriesKey> found;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::prefix)) {
    if (key.connection != incident.connection) continue;
    if (incident.prefix.empty() || key.prefix == incident.prefix) found.push_back(key);
  }
  return found;
}

std::vector<std::pair<std::string, std::vector<SeriesKey>>> paths_of(
    OpenHistory& history, const std::vector<SeriesKey>& prefixes) {
  std::set<std::pair<std::string, std::string>> wanted;
  for (const SeriesKey& key : prefixes) wanted.emplace(key.connection, key.prefix);
  std::map<std::string, std::vector<SeriesKey>> found;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::path)) {
    if (wanted.contains({key.connection, key.prefix})) found[key.endpoint].push_back(key);
  }
  std::size_t paths = 0;
  for (const auto& [endpoint, keys] : found) paths += keys.size();
  if (paths > max_incident_paths) return {};
  return {found.begin(), found.end()};
}

IncidentPhases phases_in(OpenHistory& history, const Incident& incident, Moment now) {
  IncidentPhases phases = phases_of(incident, now);
  if (is_found_in_events(incident.kind)) return phases;
  const auto last = history.incidents.last_before(incident, phases.begin);
  if (last) phases.begin = std::min(period_end(Tier::minute, *last->to), phases.from);
  const auto next = history.incidents.next_begin(incident, phases.end);
  if (next) phases.end = std::max(period_start(Tier::minute, *next), phases.until);
  return phases;
}

std::optional<Incident> cut_by(OpenHistory& history, const Incident& incident, Moment now) {
  if (is_found_in_events(incident.kind)) return std::nullopt;
  auto last = history.incidents.last_before(incident, Moment{});
  if (!last || phases_of(*last, now).end <= incident.from) return std::nullopt;
  add_figures(history, *last, now);
  return last;
}

void add_figures(OpenHistory& history, Incident& incident, Moment now) {
  const IncidentPhases phases = phases_in(history, incident, now);
  const auto prefixes = prefixes_of(history, incident);
  incident.before = phase_figures_of(sum_of(history, prefixes, phases.begin, phases.from));
  incident.during = phase_figures_of(sum_of(history, prefixes, phases.from, phases.until));
  incident.after.reset();
  if (phases.end > phases.until) {
    incident.after = phase_figures_of(sum_of(history, prefixes, phases.until, phases.end));
  }
  if (incident.endpoints.empty()) {
    for (const auto& [endpoint, paths] : paths_of(history, prefixes)) {
      const auto before = phase_figures_of(sum_of(history, paths, phases.begin, phases.from));
      const auto during = phase_figures_of(sum_of(history, paths, phases.from, phases.until));
      if (is_affected(incident.kind, before, during)) incident.endpoints.push_back(endpoint);
    }
  }
  incident.text = sentence_of(incident, now);
}

}  // namespace peeringd
