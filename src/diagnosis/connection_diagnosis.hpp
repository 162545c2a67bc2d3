// Names the likely causes for which a connection is not up.
#pragma once

#include <cstddef>
#include <string>

#include "diagnosis/evidence.hpp"

namespace peeringd {

/// What is likely to be wrong with a connection, an index into Config::connections: one diagnosis
/// for each interface by which its prefixes leave, as `isp-b up, carrier yes, gateway silent: the
/// access line`, joined by semicolons. Empty if no prefix is down or without a source, or nothing
/// is known. Pure.
std::string diagnosis_of_connection(const ReachView& view, std::size_t connection);

}  // namespace peeringd
