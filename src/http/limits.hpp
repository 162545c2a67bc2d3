// What a client may take of the server: each thing that it could do without end has one of these.
#pragma once

#include <chrono>
#include <cstddef>

#include "base/clock.hpp"

namespace peeringd {

struct HttpLimits {
  /// Request line and header fields together; beyond it, 431. Prometheus sends some 300 bytes.
  std::size_t header_bytes = 8192;

  /// Open connections. When one more comes, the connection that has been waiting longest for its
  /// client to ask something is closed. When all are being answered, the new one is accepted but
  /// left unread until one of them is free.
  std::size_t connections = 64;

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

  /// Bodies longer than 1 MiB under way at once: what they are made of is kept meanwhile, and a
  /// client that stops reading keeps it for as long as it may write. Beyond it, 503.
  std::size_t long_bodies = 8;

  /// What stop() leaves to the responses that are under way.
  Duration drain = std::chrono::seconds(1);
};

}  // namespace peeringd
