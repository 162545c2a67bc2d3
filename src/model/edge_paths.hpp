// Paths from a prefix to an endpoint: whether there is one, and which probes measure it.
#pragma once

#include <cstdint>

#include "model/connection_config.hpp"
#include "model/endpoint_config.hpp"

namespace peeringd {

/// Whether the endpoint is probed from the prefix: an endpoint that is given as an address is
/// probed only from prefixes of its family.
bool has_path(const PrefixConfig& prefix, const EndpointConfig& endpoint);

/// Whether this probe of the endpoint is sent from the prefix: a resolver that is given as an
/// address is queried only from prefixes of its family.
bool is_probed(const PrefixConfig& prefix, const EndpointConfig& endpoint,
               const ProbeConfig& probe);

/// How many of the probes a window holds, each burst in full.
std::uint64_t probes_in(Duration window, const ProbeConfig& probe);

/// Whether the probe measures the way to the Microsoft edge: not if it asks where the traffic
/// leaves, or measures a resolver.
bool measures_edge(const EndpointConfig& endpoint, const ProbeConfig& probe);

/// How many of the endpoint's probes that measure the edge the window of one path holds.
std::uint64_t edge_probes_in(Duration window, const EndpointConfig& endpoint);

}  // namespace peeringd
