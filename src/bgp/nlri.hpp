// Network Layer Reachability Information: the prefixes of an UPDATE (RFC 4271 section 4.3, with
// path ids RFC 7911 section 3). A full table has more than a million of them, so they are read
// without allocating. Pure. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/byte_reader.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// A prefix as bytes; IPv4 uses the first four. All bits beyond its length are zero.
struct WirePrefix {
  Family family = Family::ipv4;
  std::uint8_t length = 0;
  std::array<std::uint8_t, 16> bytes{};
  std::uint32_t path_id = 0;  ///< 0: none
};

/// Reads the next prefix. Host bits are cleared. Nothing, and the reader has failed, if it is
/// malformed; the prefixes after it cannot be found then.
std::optional<WirePrefix> read_nlri(ByteReader& reader, Family family, bool with_path_id);

IpPrefix to_ip_prefix(const WirePrefix& prefix);
WirePrefix to_wire_prefix(const IpPrefix& prefix);

}  // namespace peeringd
