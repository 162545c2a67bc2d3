// Reads the evidence of an incident from the file. History's thread only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/history_writer.hpp"
#include "model/incident_view.hpp"

namespace peeringd {

/// `others`: the other connections of the redundancy group. None if there is no such incident.
std::optional<IncidentView> read_incident(OpenHistory& history, std::int64_t id,
                                          const std::vector<std::string>& others, Moment now);

}  // namespace peeringd
