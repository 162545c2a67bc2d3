// What of the configuration is the HTTP server's.
#pragma once

#include "config/config.hpp"
#include "http/setup.hpp"

namespace peeringd {

HttpSetup make_http_setup(const WebConfig& web);

}  // namespace peeringd
