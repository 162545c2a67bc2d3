// The key `headers` of probes of the types https and http.
#pragma once

#include <string>
#include <vector>

#include "yaml/node.hpp"

namespace peeringd {

/// The request headers of the map `node`, each as `Name: value`.
std::vector<std::string> read_http_headers(const Node& node);

}  // namespace peeringd
