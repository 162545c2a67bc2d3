// The host's own addresses and default routes, as values: what decides where a prefix can be probed
// from. read_local_network() looks once; LocalNetworkWatch (local_network_watch.hpp) keeps looking.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/ip_prefix.hpp"

namespace peeringd {

/// An address of one of the host's interfaces.
struct LocalAddress {
  IpAddress address;      ///< a link-local IPv6 address carries its interface as scope
  int prefix_length = 0;  ///< of the network it lies in: 0…32 or 0…128
  unsigned interface_index = 0;
  std::string interface;
  /// A packet can leave from it now: its interface is up and has carrier (or is a loopback one),
  /// and IPv6 duplicate address detection (RFC 4862, section 5.4) neither goes on nor has failed.
  bool usable = false;

  friend bool operator==(const LocalAddress&, const LocalAddress&) = default;
};

/// A default route of the main routing table.
struct DefaultRoute {
  Family family = Family::ipv4;
  unsigned interface_index = 0;
  std::string interface;
  std::optional<IpAddress> preferred_source;  ///< `src` in ip-route(8)
  std::uint32_t metric = 0;                   ///< the lower, the better

  friend bool operator==(const DefaultRoute&, const DefaultRoute&) = default;
};

/// The host's addresses and default routes, each in an order that depends on nothing but what
/// there is, so that "the first address inside a prefix" stays the same over restarts and while
/// other addresses come and go.
struct LocalNetwork {
  /// Preferred before deprecated ones; among these, primary before secondary (IPv4) and stable
  /// before temporary ones (IPv6 privacy, RFC 8981); then by interface index and value.
  std::vector<LocalAddress> addresses;
  /// By family, metric and interface index. Of several next hops only the first live one counts;
  /// routes without one are left out.
  std::vector<DefaultRoute> default_routes;

  friend bool operator==(const LocalNetwork&, const LocalNetwork&) = default;
};

/// Whether default routes are asked for. A host can have a million routes, and the kernel lists all
/// of its main table to tell one: who has no use for them leaves them out.
enum class DefaultRoutes : std::uint8_t { left_out, listed };

/// Asks the kernel (rtnetlink) once, in the network namespace of the calling thread. Blocks, though
/// no longer than the kernel needs to list its tables. Any thread.
Result<LocalNetwork> read_local_network(DefaultRoutes routes = DefaultRoutes::listed);

/// The address that packets of `family` leave from when nothing else is said: that of the default
/// route with the lowest metric, being the route's preferred source, else the first usable address
/// of its interface that is neither loopback nor link-local. Routes that offer none are passed
/// over.
std::optional<LocalAddress> default_route_address(const LocalNetwork& network, Family family);

}  // namespace peeringd
