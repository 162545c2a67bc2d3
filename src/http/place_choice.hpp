// Who gets a place when there are more clients than places: a pure decision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.hpp"
#include "http/limits.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// What counts of a connection when a place is wanted.
struct PlaceFacts {
  IpAddress client;          ///< as client_of() has it
  bool handshaking = false;  ///< TLS is not established yet
  bool stranger = false;     ///< has not shown who it is, though that is asked for
  bool long_body = false;    ///< is being sent a body longer than 1 MiB

  /// Since when it has made no progress. Nothing: it does, or the server is what it waits for.
  std::optional<MonotonicTime> still_since;
};

struct PlaceChoice {
  enum class Verdict : std::uint8_t {
    free,     ///< there is a place
    replace,  ///< the place of `victim`, which is to be closed
    wait,     ///< all that may go are being served: a place will become free
  };
  Verdict verdict = Verdict::free;
  std::size_t victim = 0;  ///< index
};

/// For one more connection of `client`; `taken` is in the order in which they came. Whoever makes
/// progress keeps its place. Of the others goes first who has not shown who it is, then whose
/// client has more than a quarter of all places, then who has made no progress for longest. When
/// there is no place, a client at its own limit replaces one of its own, and what a client has
/// beyond its limit is taken back for others. Where too many are shaking hands or are strangers,
/// one of those goes.
PlaceChoice choose_place(std::span<const PlaceFacts> taken, const IpAddress& client,
                         const HttpLimits& limits);

/// For one more long body of `client`.
PlaceChoice choose_long_body_place(std::span<const PlaceFacts> taken, const IpAddress& client,
                                   const HttpLimits& limits);

}  // namespace peeringd
