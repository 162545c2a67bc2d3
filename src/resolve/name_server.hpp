// A name server's address, as resolv.conf writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

}  // namespace peeringd
