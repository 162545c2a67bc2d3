// Reads the evidence of an incident from the file. History's thread only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/history_writer.hpp"
#include "model/incident_view.hpp"

namespace peeringd {

/// How many prefixes the evidence has at most. More would hold up the recording.
inline constexpr std::size_t max_incident_prefixes = 1000;

/// `others`: the other connections of the redundancy group; those that would exceed the prefixes
/// are left out, and so are the endpoints if they have too many paths. The incident must not
/// have more prefixes. With many, the steps are longer. None if there is no such incident.
std::optional<IncidentView> read_incident(OpenHistory& history, std::int64_t id,
                                          const std::vector<std::string>& others, Moment now);

}  // namespace peeringd
