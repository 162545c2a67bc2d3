// Joins the diagnoses of a connection's prefixes, one for each interface.
#pragma once

#include <cstddef>
#include <string>

#include "diagnosis/evidence.hpp"

namespace peeringd {

/// The likely causes for `connection`, an index into Config::connections: one diagnosis for each
/// interface of its prefixes, joined by semicolons, for example `isp-b up, carrier up, gateway
/// silent; likely cause: the access line`. Empty if no prefix is down or without a source, or
/// nothing is known. Pure.
std::string diagnosis_of_connection(const ReachView& view, std::size_t connection);

}  // namespace peeringd
