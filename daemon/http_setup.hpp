// What of the configuration is the HTTP server's.
#pragma once

#include "http/setup.hpp"
#include "model/web_config.hpp"

namespace peeringd {

HttpSetup make_http_setup(const WebConfig& web);

}  // namespace peeringd
