// What a client may take of the server: each thing that it could do without end has one of these.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.hpp"

namespace peeringd {

struct HttpLimits {
  /// Request line and header fields together; beyond it, 431. Prometheus sends some 300 bytes.
  std::size_t header_bytes = 8192;

  /// Open connections. When one more comes, one that makes no progress is closed for it
  /// (place_choice.hpp). When all do, the new one waits until there is a place, for the time of a
  /// request.
  std::size_t connections = 64;

  /// Of these, those of one client: an IPv4 address, or a /64. It may have more while nobody else
  /// wants a place.
  std::size_t connections_per_client = 32;

  /// Of these, those whose TLS handshake is under way.
  std::size_t handshakes = 32;

  /// Of these, those that have not shown yet who they are, where that is asked for.
  std::size_t unauthenticated = 48;

  /// Connections that wait for a place; of one client, a quarter: beyond it, the client's oldest is
  /// closed. Beyond all, nobody is accepted.
  std::size_t waiting_connections = 64;

  /// A client that takes less than so many bytes a second makes no progress, when that has gone on
  /// for so long.
  std::uint64_t least_rate = 32 * 1024;
  Duration slow_after = std::chrono::milliseconds(500);

  /// From the first byte of a request to the end of its header; and from the connection to the
  /// first byte.
  Duration request = std::chrono::seconds(10);

  /// Between the requests of one connection: more than a minute, so that a scraper with that
  /// interval, the commonest, keeps its connection.
  Duration idle = std::chrono::seconds(90);

  /// From a handler's call to its reply; beyond it, 503. Prometheus by default waits 10 s as well.
  Duration handler = std::chrono::seconds(10);

  /// From the first to the last byte of a response, for a client that reads slowly or not at all.
  Duration write = std::chrono::seconds(30);

  /// The same where the body is made on the way: longer than 1 MiB, up to gigabytes.
  Duration long_write = std::chrono::minutes(2);

  /// Bodies longer than 1 MiB under way at once, and those of one client: what they are made of is
  /// kept meanwhile. One more waits for so long for a place, or for a client that makes no progress
  /// to be closed for it; then it is a 503.
  std::size_t long_bodies = 8;
  std::size_t long_bodies_per_client = 4;
  Duration long_body_wait = std::chrono::seconds(5);

  /// Passwords that wait to be checked, one after the other, and those of one client.
  std::size_t password_checks = 48;
  std::size_t password_checks_per_client = 32;

  /// What stop() leaves to the responses that are under way.
  Duration drain = std::chrono::seconds(1);
};

}  // namespace peeringd
