// STUN transaction ids that identify their probe.
#pragma once

#include <optional>

#include "probe/flight.hpp"
#include "probe/keyed_hash.hpp"
#include "stun/message.hpp"

namespace peeringd {

/// The id is the tag, encrypted with a key of the process. So a late or duplicate reply identifies
/// its probe even after the flight is closed, ids of different probes differ, and to everybody else
/// they are the random numbers that RFC 8489 section 5 requires.
///
/// A tag has 80 bits here; the other 16 bits of an id must decrypt to zero. A forged answer
/// without knowledge of the request matches a probe in flight with a probability of 2^-96, and
/// counts as a stray answer with at most 2^-16, less with few targets: callers of decode() check
/// that, as FlightTable::find() does. Any thread.
class TransactionCodec {
 public:
  static constexpr int flight_bits = 22;  ///< more than memory holds flights or targets for
  static constexpr int target_bits = 22;
  static constexpr int number_bits = 36;  ///< 217 years of ten probes a second

  /// Requires that flight, target and number fit into those bits.
  TransactionId encode(const ProbeTag& tag) const;

  /// None if the id is not one of ours.
  std::optional<ProbeTag> decode(const TransactionId& id) const;

 private:
  std::uint64_t round(std::uint8_t number, std::uint64_t half) const;
  KeyedHash hash_;
};

}  // namespace peeringd
