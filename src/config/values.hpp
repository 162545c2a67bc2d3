// Scalars of the configuration as pure functions of their text. Each error
// quotes the text, describes the error, and suggests a correction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// 1 … 65535.
Result<std::uint16_t> parse_port(std::string_view text);

/// A decimal number from -limit to limit, without an exponent.
Result<double> parse_degrees(std::string_view text, double limit);

/// The name of a connection or an endpoint: [A-Za-z0-9_.-]{1,63}.
Result<std::string> parse_name(std::string_view text);

/// A user-defined label: [a-zA-Z_][a-zA-Z0-9_]*, not starting with `__` (Prometheus reserves
/// those) and none that peeringd or Prometheus sets itself.
Result<std::string> parse_label_name(std::string_view text);

/// An IPv4 or IPv6 address without a length or a scope.
Result<IpAddress> parse_address(std::string_view text);

/// The name of a network interface, as the kernel's dev_valid_name() has it.
Result<std::string> parse_interface(std::string_view text);

/// A firewall mark (SO_MARK): 0 … 2^32-1, decimal or 0x….
Result<std::uint32_t> parse_mark(std::string_view text);

/// A DiffServ code point: 0 … 63, or its name (RFC 2474, 2597, 3246, 5865, 8622): EF, AF11 … AF43,
/// CS0 … CS7, VA, LE, DF or BE, without regard to case.
Result<std::uint8_t> parse_dscp(std::string_view text);

/// A host name (RFC 1123 section 2.1, a final dot allowed), not the text of an address.
Result<std::string> parse_host_name(std::string_view text);

}  // namespace peeringd
