// Plain sockets on loopback addresses, for the far side of what is tested.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/descriptor.hpp"
#include "model/ip_prefix.hpp"
#include "support/addresses.hpp"

namespace peeringd::test {

/// A UDP socket bound to a port of `local` that the kernel chose; non-blocking. Throws when there
/// is none to be had.
Descriptor udp_socket(const IpAddress& local);

/// A TCP socket that listens likewise; connections are left unaccepted.
Descriptor tcp_listener(const IpAddress& local);

/// A port of `local` on which nothing listens, as long as `holder` lives.
struct ClosedPort {
  explicit ClosedPort(const IpAddress& local);
  Descriptor holder;
  std::uint16_t port = 0;
};

std::uint16_t port_of(const Descriptor& socket);

/// sendto(2); true when all went out.
bool send_to(const Descriptor& socket, const IpAddress& to, std::uint16_t port,
             std::string_view data);

/// Waits for `events` of poll(2); false after ten seconds.
bool wait_for(int descriptor, short events);

/// A socket that asks for timestamps, returned once arrivals bear them: the kernel begins to stamp
/// a moment after the first socket of the host has asked, and stops when the last one is closed.
/// Throws when it never begins.
Descriptor stamping_socket();

}  // namespace peeringd::test
