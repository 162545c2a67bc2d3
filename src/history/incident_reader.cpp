#include "history/incident_reader.hpp"

#include <algorithm>

#include "history/grid.hpp"
#include "history/incident_figures.hpp"
#include "history/reader.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_incident_points = 400;

// The records of several series, summed, on a grid that is as fine as they are kept.
class PhaseReader {
 public:
  PhaseReader(OpenHistory& history, const IncidentPhases& phases)
      : history_(history), phases_(phases) {
    const bool minutes = phases.begin >= history.records.dropped(Tier::minute);
    fine_ = grid_of({.from = phases.begin, .to = phases.end}, minutes ? 1min : 10min);
  }

  std::vector<PeriodRecord> read(const std::vector<SeriesKey>& series) const {
    std::vector<PeriodRecord> sums(fine_.points());
    for (const SeriesKey& key : series) {
      const auto id = history_.records.series().find(key);
      if (!id) continue;
      const auto points = read_points(history_.records, *id, fine_);
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += points[i];
    }
    return sums;
  }

  PhaseRecords phases_of(const std::vector<PeriodRecord>& points) const {
    PhaseRecords sums;
    Moment start = fine_.from;
    for (const PeriodRecord& point : points) {
      PeriodRecord& phase = start < phases_.from    ? sums.before
                            : start < phases_.until ? sums.during
                                                    : sums.after;
      phase += point;
      start += fine_.step;
    }
    return sums;
  }

  std::vector<PeriodRecord> on_grid(const std::vector<PeriodRecord>& points,
                                    const HistoryGrid& grid) const {
    std::vector<PeriodRecord> sums(grid.points());
    Moment start = fine_.from;
    for (const PeriodRecord& point : points) {
      if (start >= grid.from && start < grid.to) {
        sums[static_cast<std::size_t>((start - grid.from) / grid.step)] += point;
      }
      start += fine_.step;
    }
    return sums;
  }

  const HistoryGrid& fine() const { return fine_; }

 private:
  OpenHistory& history_;
  IncidentPhases phases_;
  HistoryGrid fine_;
};

IncidentSeries series_of(const PhaseReader& reader, const std::string& connection,
                         const std::vector<SeriesKey>& prefixes, const HistoryGrid& grid) {
  IncidentSeries series{.connection = connection, .prefixes = {}, .points = {}, .phases = {}};
  for (const SeriesKey& key : prefixes) series.prefixes.push_back(key.prefix);
  const auto points = reader.read(prefixes);
  series.points = reader.on_grid(points, grid);
  series.phases = reader.phases_of(points);
  return series;
}

// The smallest step that makes few enough points.
HistoryGrid grid_for(const PhaseReader& reader, const IncidentPhases& phases) {
  HistoryGrid grid = reader.fine();
  for (const std::chrono::seconds step : {60s, 120s, 300s, 600s, 1800s}) {
    if (step < reader.fine().step) continue;
    grid = grid_of({.from = phases.begin, .to = phases.end}, step);
    if (grid.points() <= most_incident_points) break;
  }
  return grid;
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

bool concerns(const Event& event, const Incident& incident) {
  const EventSubject& subject = event.subject;
  if (subject.connection != incident.connection) return false;
  return incident.prefix.empty() || subject.prefix.empty() || subject.prefix == incident.prefix;
}

}  // namespace

std::optional<IncidentView> read_incident(OpenHistory& history, std::int64_t id,
                                          const std::vector<std::string>& others, Moment now) {
  const auto incident = history.incidents.find(id);
  if (!incident) return std::nullopt;
  IncidentView view;
  view.incident = *incident;
  view.phases = phases_of(*incident, now);
  const PhaseReader reader(history, view.phases);
  view.grid = grid_for(reader, view.phases);
  const auto prefixes = prefixes_of(history, *incident);
  view.path = series_of(reader, incident->connection, prefixes, view.grid);
  for (const std::string& other : others) {
    const auto other_prefixes = prefixes_of(history, Incident{.connection = other});
    if (other_prefixes.empty()) continue;
    view.others.push_back(series_of(reader, other, other_prefixes, view.grid));
  }
  for (const auto& [endpoint, paths] : paths_of(history, prefixes)) {
    view.endpoints.push_back(
        {endpoint, probes_of(history, paths), reader.phases_of(reader.read(paths))});
  }
  view.events = history.journal.events(view.phases.begin, view.phases.end + 5min,
                                       [](EventKind) { return true; });
  std::erase_if(view.events, [&](const Event& event) { return !concerns(event, *incident); });
  const EventSubject subject{incident->connection, incident->prefix, {}, {}};
  const auto changes = history.journal.results(subject, view.phases.begin, view.phases.end);
  for (const ResultChange& change : changes) {
    const Moment begin = std::max(view.phases.begin, change.time);
    if (!view.results.empty()) view.results.back().to = begin;
    view.results.push_back({begin, view.phases.end, change.result, change.reason});
  }
  for (const PeriodRecord& point : reader.read(prefixes)) {
    const auto minutes = static_cast<std::size_t>(reader.fine().step / 1min);
    view.minutes += minutes;
    if (point.received + point.lost_total() == 0) view.unmeasured += minutes;
  }
  return view;
}

}  // namespace peeringd
