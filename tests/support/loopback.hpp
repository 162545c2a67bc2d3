// Plain sockets on loopback addresses, for the other end of a test.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/descriptor.hpp"
#include "model/ip_prefix.hpp"
#include "support/addresses.hpp"

namespace peeringd::test {

/// A non-blocking UDP socket bound to a free port of `local`. Throws on failure.
Descriptor udp_socket(const IpAddress& local);

/// A TCP socket that listens on a free port of `local`, without accepting.
Descriptor tcp_listener(const IpAddress& local);

/// A port of `local` on which nothing listens, as long as `holder` lives.
struct ClosedPort {
  explicit ClosedPort(const IpAddress& local);
  Descriptor holder;
  std::uint16_t port = 0;
};

std::uint16_t port_of(const Descriptor& socket);

/// sendto(2); true if all bytes were sent.
bool send_to(const Descriptor& socket, const IpAddress& to, std::uint16_t port,
             std::string_view data);

/// Waits for `events` of poll(2); false after ten seconds.
bool wait_for(int descriptor, short events);

/// A socket with timestamps enabled, returned once arrivals have them: the kernel begins shortly
/// after the first socket of the host has enabled them, and ends when the last one is closed.
/// Throws if it does not begin.
Descriptor stamping_socket();

}  // namespace peeringd::test
