// ICMP echo messages (RFC 792, RFC 4443 section 4) with the tag of a probe and a code that only
// this process can compute. Pure, except for the key.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "model/ip_prefix.hpp"
#include "probe/flight.hpp"
#include "probe/keyed_hash.hpp"

namespace peeringd {

/// The 8-byte header, then 32 bytes of data: magic, tag, code.
using EchoMessage = std::array<std::uint8_t, 40>;

/// Signs tags with a key of the process: a reply that was forged without seeing the request, or
/// that answers another program's ping, never counts. Any thread.
class EchoCodec {
 public:
  /// An echo request. Its sequence number is the lower half of the flight's index. The checksum is
  /// left zero; see set_checksum().
  EchoMessage encode_request(Family family, std::uint16_t identifier, const ProbeTag& tag) const;

  /// The tag in an echo message of the given type, request or reply; none when the message is of
  /// another type, too short, not ours or tampered with. The identifier is not looked at: the
  /// kernel may have changed it.
  std::optional<ProbeTag> decode(std::uint8_t type, std::span<const std::uint8_t> message) const;

 private:
  KeyedHash hash_;
};

std::uint8_t echo_request_type(Family family);
std::uint8_t echo_reply_type(Family family);

/// Fills in the internet checksum (RFC 1071), which the kernel does not do for a raw IPv4 socket.
void set_checksum(EchoMessage& message);

/// The ICMP message in what a raw IPv4 socket received: the rest after the IPv4 header (RFC 791)
/// and its options, empty if the header is truncated or malformed. What does not start with an IPv4
/// header is returned unchanged: raw IPv6 sockets and error queues deliver none, and no ICMP type
/// that is read here can be mistaken for one.
std::span<const std::uint8_t> ipv4_payload(std::span<const std::uint8_t> datagram);

}  // namespace peeringd
