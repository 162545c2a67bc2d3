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
/// server share an endpoint. They are probed once a minute, or at the default interval if
/// that is longer, but twice per window if possible, since an answer counts only for one window.
void add_egress_endpoints(const std::vector<EndpointConfig>& defaults, const Probing& probing,
                          ConnectionList& connections, EndpointList& endpoints);

}  // namespace peeringd
