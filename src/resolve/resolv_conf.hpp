// Name servers, and which ones resolv.conf(5) names. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

struct NameServer {
  IpAddress address;
  std::string interface;   ///< scope of a link-local address (`fe80::53%eth0`); else empty
  std::uint16_t port = 0;  ///< 0: the default

  /// Without the port.
  std::string to_string() const;

  friend bool operator==(const NameServer&, const NameServer&) = default;
};

/// Reads `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353` and
/// `fe80::53%eth0`. Nothing if `text` is none of these.
std::optional<NameServer> parse_name_server(std::string_view text);

struct ResolvConf {
  std::vector<NameServer> servers;  ///< never empty
  bool rotate = false;              ///< `options rotate`: each lookup starts with the next server

  friend bool operator==(const ResolvConf&, const ResolvConf&) = default;
};

/// A file without servers means 127.0.0.1. Servers that are not addresses are skipped. If none
/// remains, that is an error: asking 127.0.0.1 instead could give answers from a server that is not
/// configured. Search domains and other options are ignored.
Result<ResolvConf> parse_resolv_conf(std::string_view text);

}  // namespace peeringd
