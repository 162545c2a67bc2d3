// The evidence of an incident, for JSON and CSV: the records before, during and after it.
#pragma once

#include <string>
#include <vector>

#include "model/history_view.hpp"
#include "model/incident.hpp"

namespace peeringd {

/// The sums over the phases.
struct PhaseRecords {
  PeriodRecord before;
  PeriodRecord during;
  PeriodRecord after;
};

/// A prefix, or all prefixes of a connection.
struct IncidentSeries {
  std::string connection;
  std::vector<std::string> prefixes;
  std::vector<PeriodRecord> points;  ///< on the grid of the view
  PhaseRecords phases;
};

struct IncidentEndpoint {
  std::string name;
  std::vector<std::string> probes;
  PhaseRecords phases;
};

struct IncidentView {
  Incident incident;
  IncidentPhases phases;
  HistoryGrid grid;
  IncidentSeries path;                      ///< the path of the incident
  std::vector<IncidentSeries> others;       ///< the other connections of its redundancy group
  std::vector<IncidentEndpoint> endpoints;  ///< of the path
  std::vector<Event> events;                ///< of the connection in all phases, oldest first
  /// The events since which traffic of a prefix left from outside it when the phases began.
  std::vector<Event> egress_before;
  std::vector<std::string> egress_measured;  ///< prefixes of which STUN servers saw the address
  std::vector<ResultSpan> results;           ///< of the prefix or connection
  /// Of the first prefix of the path when the incident began; empty if they are not known.
  std::vector<ThresholdSpan> thresholds;
  std::size_t unmeasured = 0;  ///< minutes of all phases without an outcome
  std::size_t minutes = 0;     ///< of all phases
};

}  // namespace peeringd
