// Limits of the resources that clients can use. Everything that a client could do without end is
// limited.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.hpp"

namespace peeringd {

struct HttpLimits {
  /// Size of the request line and header fields; beyond it, 431. Prometheus sends some 300 bytes.
  std::size_t header_bytes = 8192;

  /// Open connections. For one more, a connection that makes no progress is closed
  /// (slot_choice.hpp). If all make progress, the new one waits for a slot, at most for the time
  /// of a request.
  std::size_t connections = 64;

  /// Open connections of one client: an IPv4 address, or a /64. It may have more while no other
  /// client needs a place.
  std::size_t connections_per_client = 32;

  /// Open connections whose TLS handshake is under way.
  std::size_t handshakes = 32;

  /// Open connections that are not authenticated yet, if that is required.
  std::size_t unauthenticated = 48;

  /// Connections that wait for a place; beyond it, none is accepted. If one client has more than a
  /// quarter, its oldest is closed.
  std::size_t waiting_connections = 64;

  /// A client makes no progress if it reads fewer than `min_rate` bytes per second for
  /// `slow_after`.
  std::uint64_t min_rate = 32 * 1024;
  Duration slow_after = std::chrono::milliseconds(500);

  /// Time from the first byte of a request to the end of its header, and from the connection to the
  /// first byte.
  Duration request = std::chrono::seconds(10);

  /// Time between the requests of a connection. Longer than a minute, the usual interval of
  /// scrapes, so that a scraper keeps its connection.
  Duration idle = std::chrono::seconds(90);

  /// Time from a handler's call to its reply; beyond it, 503. Prometheus waits 10 s by default.
  Duration handler = std::chrono::seconds(10);

  /// Time to send a response.
  Duration write = std::chrono::seconds(30);

  /// The same for a body that is made in pieces: longer than 1 MiB, up to gigabytes.
  Duration long_write = std::chrono::minutes(2);

  /// Bodies longer than 1 MiB that are sent at once, as each keeps its source in memory. One more
  /// waits for `long_body_wait` until there is a place, or another client makes no progress; then
  /// it is a 503.
  std::size_t long_bodies = 8;
  std::size_t long_bodies_per_client = 4;
  Duration long_body_wait = std::chrono::seconds(5);

  /// Passwords that wait for their check.
  std::size_t password_checks = 48;
  std::size_t password_checks_per_client = 32;

  /// Time that stop() allows for current responses.
  Duration drain = std::chrono::seconds(1);
};

}  // namespace peeringd
