// The settings of the HTTP server.
#pragma once

#include <vector>

#include "model/web_config.hpp"

namespace peeringd {

struct HttpSetup {
  WebConfig web;

  /// Without `web.hosts`: requests that only this host can send must be for this host
  /// (host_check.hpp).
  bool guard_loopback = false;

  /// Listening sockets that the service manager has opened, in place of `web.listen`.
  std::vector<int> inherited;
};

}  // namespace peeringd
