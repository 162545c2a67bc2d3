// Warns of prefixes that nothing is probed from.
#pragma once

#include "config/connections.hpp"
#include "config/endpoints.hpp"

namespace peeringd {

/// Warns at each prefix of whose family no endpoint of its connection is, and at `root` when
/// nothing is probed at all.
void warn_about_unprobed(const ConnectionList& connections, const EndpointList& endpoints,
                         const Node& root);

}  // namespace peeringd
