// Incidents as JSON and CSV: the list, and the evidence of one. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/incident_view.hpp"

namespace peeringd {

/// What the program knows beside the history.
struct IncidentContext {
  Moment now{};
  std::string version;  ///< of the program
  std::string host;     ///< its name
};

/// The document of /api/v1/incidents. The configuration of the assessment names the partners.
std::string incidents_json(const IncidentPage& page, const Assessment& assessment, Moment now);

/// A row each.
std::string incidents_csv(const std::vector<Incident>& incidents, Moment now);

/// The document of /api/v1/incidents/ID. `sha256`: of incident_csv(), in hexadecimal.
std::string incident_json(const IncidentView& view, const Assessment& assessment,
                          const IncidentContext& context, const std::string& sha256);

/// The points of the path and of the other connections: a row for each and each step.
std::string incident_csv(const IncidentView& view);

/// The title of the evidence: `Packet loss from 198.18.20.0/24 to the Microsoft edge`.
std::string incident_title(const Incident& incident);

}  // namespace peeringd
