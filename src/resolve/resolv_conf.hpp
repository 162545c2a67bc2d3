// What of resolv.conf(5) a look-up needs. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "resolve/name_server.hpp"

namespace peeringd {

struct ResolvConf {
  std::vector<NameServer> servers;  ///< never empty
  bool rotate = false;              ///< `options rotate`: each look-up begins with the next server

  friend bool operator==(const ResolvConf&, const ResolvConf&) = default;
};

/// A file that names no server means the one on this host, 127.0.0.1. Servers that are no addresses
/// are passed over, but where none is left, that is an error: asking this host instead would give
/// answers of somebody whom nobody named. Search domains and the other options do not matter.
Result<ResolvConf> parse_resolv_conf(std::string_view text);

}  // namespace peeringd
