// BGP OPEN messages (RFC 4271 section 4.2), as BMP's Peer Up repeats them: the AS of the sender and
// its capabilities (RFC 5492) that decide how its UPDATE messages are read. Pure. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "model/route.hpp"

namespace peeringd {

/// What the sender of an OPEN offers for the path ids of one family (RFC 7911 section 4).
struct AddPathOffer {
  bool receive = false;
  bool send = false;
};

struct OpenMessage {
  AsNumber as = 0;                         ///< the four-byte number if advertised
  std::array<AddPathOffer, 2> add_path{};  ///< of unicast, by Family
};

/// Reads a whole message with its header. Accepts one capability per parameter or several, and
/// parameters of extended length (RFC 9072). Nothing if it is malformed: FRR sends an
/// empty one if BMP was configured after the session was established.
std::optional<OpenMessage> read_open(std::span<const std::uint8_t> message);

/// By Family: whether messages from the sender of `sender` to that of `receiver` have path ids.
std::array<bool, 2> path_ids_used(const OpenMessage& sender, const OpenMessage& receiver);

}  // namespace peeringd
