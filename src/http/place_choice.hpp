// Decides which client gets a place when there are more clients than places. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.hpp"
#include "http/limits.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// Returns the client that per-client limits count `address` for: an IPv4 address itself; of an
/// IPv6 address its /64, as a host may take any address of that. An IPv4-mapped IPv6 address is the
/// IPv4 address.
IpAddress client_of(const IpAddress& address);

/// The facts about a connection that the choice depends on.
struct PlaceFacts {
  IpAddress client;              ///< of client_of()
  bool handshaking = false;      ///< TLS is not established yet
  bool unauthenticated = false;  ///< authentication is required, and has not succeeded yet
  bool long_body = false;        ///< is being sent a body longer than 1 MiB

  /// Since when it has made no progress. Nothing: it makes progress, or waits for the server.
  std::optional<MonotonicTime> stalled_since;
};

struct PlaceChoice {
  enum class Verdict : std::uint8_t {
    free,     ///< there is a place
    replace,  ///< the place of `victim`, which must be closed
    wait,     ///< every connection makes progress: a place will become free
  };
  Verdict verdict = Verdict::free;
  std::size_t victim = 0;  ///< index
};

/// Chooses a place for one more connection of `client`; `taken` is in the order of arrival. A
/// connection that makes progress keeps its place. Of the others, unauthenticated ones go first,
/// then those of clients with more than a quarter of all places, then those that have stalled for
/// longest. If all places are taken, a client at its own limit replaces one of its own connections,
/// and what a client has beyond its limit is closed for others. If too many are shaking hands or
/// unauthenticated, one of those goes.
PlaceChoice choose_place(std::span<const PlaceFacts> taken, const IpAddress& client,
                         const HttpLimits& limits);

/// The same for one more long body of `client`.
PlaceChoice choose_long_body_place(std::span<const PlaceFacts> taken, const IpAddress& client,
                                   const HttpLimits& limits);

}  // namespace peeringd
