// The names by which the HTTP endpoint may be asked: `web.hosts`.
#pragma once

#include <string>
#include <vector>

#include "yaml/node.hpp"

namespace peeringd {

/// Names and addresses in lower case, as a Host field has them without a port. Never empty, unless
/// a mistake was reported.
std::vector<std::string> read_web_hosts(const Node& node);

}  // namespace peeringd
