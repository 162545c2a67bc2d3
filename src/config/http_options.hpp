// The keys of probes of the types https and http.
#pragma once

#include <string>
#include <vector>

#include "config/probe_options.hpp"

namespace peeringd {

ProbeType https_type();
ProbeType http_type();

/// The request headers of the map `node`, each as `Name: value`.
std::vector<std::string> read_http_headers(const Node& node);

}  // namespace peeringd
