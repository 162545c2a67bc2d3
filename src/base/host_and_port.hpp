// Hosts and ports as in URLs (RFC 3986, section 3.2.2). Pure. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

/// `edge.example:443`, `192.0.2.1:443` or `[2001:db8::1]:443`. `host` is a name or an address,
/// without brackets.
std::string host_and_port(std::string_view host, std::uint16_t port);

/// A port from 1 to 65535, in digits only.
std::optional<std::uint16_t> port_from(std::string_view text);

}  // namespace peeringd
