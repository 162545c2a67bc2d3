// The ends of the link: TUN devices, each in its own network namespace.
#pragma once

#include <string>

#include "descriptor.hpp"

namespace peeringd::lab {

/// Creates the TUN device `name` in the network namespace `netns` (a path such as
/// /proc/PID/ns/net). The device exists as long as the descriptor, which reads and writes whole IP
/// packets without blocking. Throws std::system_error.
Descriptor open_tun(const std::string& netns, const std::string& name);

}  // namespace peeringd::lab
