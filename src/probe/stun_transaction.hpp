// STUN transaction ids that tell which probe they belong to.
#pragma once

#include <optional>

#include "probe/flight.hpp"
#include "probe/keyed_hash.hpp"
#include "stun/message.hpp"

namespace peeringd {

/// The id is the tag itself, enciphered with a key of the process. So a reply names its probe even
/// when the flight is closed and forgotten (a late one, a second one), ids of different probes
/// differ, and to everybody else they are the random numbers that RFC 8489 section 5 asks for.
///
/// A tag is 80 bits long here; the other 16 bits of an id must come out as zero. Hence a forger who
/// has not seen the request hits a probe in flight with a chance of one in 2^96, and passes for a
/// stray answer with one in 2^16 at most, further lowered by the few targets that exist: whoever
/// decodes an id checks that, as FlightTable::find() does. Any thread.
class TransactionCodec {
 public:
  static constexpr int flight_bits = 22;  ///< more than memory holds flights or targets for
  static constexpr int target_bits = 22;
  static constexpr int number_bits = 36;  ///< 217 years of ten probes a second

  /// Requires a flight, target and number of no more than those bits.
  TransactionId encode(const ProbeTag& tag) const;

  /// None when the id is not one of ours.
  std::optional<ProbeTag> decode(const TransactionId& id) const;

 private:
  std::uint64_t round(std::uint8_t number, std::uint64_t half) const;
  KeyedHash hash_;
};

}  // namespace peeringd
