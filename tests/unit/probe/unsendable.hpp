// Probes that cannot be sent for reasons that look like errors of the source or of a permission.
#pragma once

#include <functional>

#include "support/addresses.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"
#include "support/prober_bench.hpp"

namespace peeringd::test {

/// In a namespace: a second probe finds no free port (EADDRNOTAVAIL), and a third one a route that
/// prohibits it (EACCES). `options_for` makes the options of a probe to a port. Returns what is
/// wrong.
inline std::string probe_without_a_port_or_a_permitted_route(
    const std::function<ProbeOptions(std::uint16_t)>& options_for) {
  using EventType = ProbeEvent::Type;
  CHECK(shell("ip link set lo up && ip route add prohibit 198.51.100.0/24"));
  const Descriptor listener = tcp_listener(address("127.0.0.2"));
  CHECK(shell("echo 61000 61000 > /proc/sys/net/ipv4/ip_local_port_range"));
  ProberBench bench(options_for(port_of(listener)), from("127.0.0.1"));
  bench.start(address("127.0.0.2"), 1);
  bench.start(address("127.0.0.2"), 2);
  bench.start(address("198.51.100.1"), 3);
  CHECK(bench.recorded({EventType::sent, EventType::not_sent, EventType::not_sent}));
  CHECK(bench.listener.events[1].error == ErrorReason::send);
  CHECK(bench.listener.events[2].error == ErrorReason::send);
  return {};
}

}  // namespace peeringd::test
