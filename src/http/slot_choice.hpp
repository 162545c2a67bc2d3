// Decides which client gets one of the limited slots for connections. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.hpp"
#include "http/limits.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// Returns the client that per-client limits count `address` for: an IPv4 address itself, or the
/// /64 of an IPv6 address, since a host may take any address of it. An IPv4-mapped IPv6 address
/// counts as the IPv4 address.
IpAddress client_of(const IpAddress& address);

/// The facts about a connection that the choice depends on.
struct SlotFacts {
  IpAddress client;              ///< the result of client_of()
  bool handshaking = false;      ///< TLS is not established yet
  bool unauthenticated = false;  ///< authentication is required, and has not succeeded yet
  bool long_body = false;        ///< the server is sending it a body longer than 1 MiB

  /// Since when it has made no progress. Not set: it makes progress, or waits for the server.
  std::optional<MonotonicTime> stalled_since;
};

struct SlotChoice {
  enum class Verdict : std::uint8_t {
    free,     ///< there is a slot
    replace,  ///< the slot of `victim`, which must be closed
    wait,     ///< every connection makes progress: a slot will become free
  };
  Verdict verdict = Verdict::free;
  std::size_t victim = 0;  ///< index into `taken`
};

/// Chooses a slot for one more connection of `client`; `taken` is in the order of arrival. A
/// connection that makes progress keeps its slot. Of the stalled ones, closed first:
///  1. unauthenticated connections,
///  2. connections of clients with more than a quarter of all slots,
///  3. the connection that has stalled for longest.
/// If all slots are taken, a client at its own limit can only replace one of its own connections.
/// For another client, if no connection has stalled, the newest connection of a client beyond its
/// limit is closed. If there are too many TLS handshakes or unauthenticated connections, one of
/// these is closed.
SlotChoice choose_slot(std::span<const SlotFacts> taken, const IpAddress& client,
                       const HttpLimits& limits);

/// Chooses likewise among the connections with long bodies, for one more long body of `client`.
SlotChoice choose_long_body_slot(std::span<const SlotFacts> taken, const IpAddress& client,
                                 const HttpLimits& limits);

}  // namespace peeringd
