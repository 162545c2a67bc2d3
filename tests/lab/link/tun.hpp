// The ends of the wire: TUN devices, each in a network namespace of its own.
#pragma once

#include <string>

#include "descriptor.hpp"

namespace peeringd::lab {

/// Makes the TUN device `name` in the network namespace whose file is `netns` (as
/// /proc/PID/ns/net), and returns to the caller's. The device lives as long as the descriptor,
/// which reads and writes whole IP packets and does not block. Throws std::system_error.
Descriptor open_tun(const std::string& netns, const std::string& name);

}  // namespace peeringd::lab
