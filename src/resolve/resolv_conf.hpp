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
  std::string interface;   ///< of a link-local address, its scope (`fe80::53%eth0`); else empty
  std::uint16_t port = 0;  ///< 0: the usual one

  /// Without the port.
  std::string to_string() const;

  friend bool operator==(const NameServer&, const NameServer&) = default;
};

/// Reads `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353` and
/// `fe80::53%eth0`. None when `text` is no address.
std::optional<NameServer> parse_name_server(std::string_view text);

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
