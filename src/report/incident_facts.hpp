// What is known about the path of an incident, and how it was measured, as labelled sentences.
// Internal to this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/assessment.hpp"
#include "model/incident_view.hpp"

namespace peeringd {

/// A label and a sentence.
using Fact = std::pair<std::string, std::string>;

/// The source, the egress, the PoP, the traces and the diagnosis of an outage, the reasons of
/// losses, the results.
std::vector<Fact> facts_of(const IncidentView& view, const Assessment& assessment);

/// How times, losses and quantiles are measured, and how the incident was found.
std::vector<Fact> method_of(const IncidentView& view, const Assessment& assessment);

/// A comparison of the path with the others in the same minutes; empty without others.
std::string comparison_of(const IncidentView& view, const Assessment& assessment);

/// The partner of a connection; its name if it is not configured.
std::string partner_of(const Config& config, const std::string& connection);

}  // namespace peeringd
