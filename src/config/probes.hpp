// The list of probes of an endpoint.
#pragma once

#include <optional>
#include <vector>

#include "config/probing.hpp"
#include "model/probe_options.hpp"

namespace peeringd {

/// A probe, and where its interval came from.
struct PlacedProbe {
  ProbeConfig config;
  Setting interval;
};

/// `node` is the value of `probes`; without it there is one tcp probe. `inherited`
/// is what the probes do not override. Never empty unless there was an error.
std::vector<PlacedProbe> read_probes(const std::optional<Node>& node, const Timing& inherited);

}  // namespace peeringd
