// Which sizes of packets pass between a prefix and an endpoint. A tunnel or a line with a small MTU
// whose routers send no message about it (RFC 2923, section 2.1) lets pings and handshakes of TCP
// pass, and swallows the certificates of TLS.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"

namespace peeringd {

/// The result of a test with pings that must not be fragmented. Sizes are those of IP packets,
/// bytes.
struct PacketSizes {
  std::string endpoint{};    ///< by name
  std::uint16_t passed = 0;  ///< the largest that was answered; 0: none was
  std::uint16_t lost = 0;    ///< the smallest beyond it that was not answered; 0: all were

  /// Small packets pass and large ones are lost.
  bool swallowed() const { return passed > 0 && lost > passed; }

  friend bool operator==(const PacketSizes&, const PacketSizes&) = default;
};

/// `large packets to teams are swallowed: 1400 bytes pass, 1460 do not`. Only if swallowed().
inline std::string to_string(const PacketSizes& sizes) {
  return "large packets to " + sizes.endpoint + " are swallowed: " + std::to_string(sizes.passed) +
         " bytes pass, " + std::to_string(sizes.lost) + " do not";
}

}  // namespace peeringd
