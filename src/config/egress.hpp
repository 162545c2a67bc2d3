// `egress`: the STUN servers that show from which address the traffic of a prefix leaves. They
// become endpoints with the mark egress_only.
#pragma once

#include <vector>

#include "config/connections.hpp"
#include "config/endpoints.hpp"
#include "config/probing.hpp"

namespace peeringd {

/// The servers of `node`, the value of `egress`, as endpoints without timing. Empty after an error.
std::vector<EndpointConfig> read_egress(const Node& node);

/// Gives each connection its servers: its own, or else `defaults`. Connections that name the same
/// server share an endpoint. They are asked once a minute, or as often as the default interval
/// where that is longer, but twice in a window if possible, since an answer proves nothing for
/// longer.
void add_egress_endpoints(const std::vector<EndpointConfig>& defaults, const Probing& probing,
                          ConnectionList& connections, EndpointList& endpoints);

}  // namespace peeringd
