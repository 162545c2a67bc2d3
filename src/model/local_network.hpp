// The host's addresses and default routes, as values. They determine the source of each prefix.
// net/read_local_network.hpp reads them, net/local_network_watch.hpp reports changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/ip_prefix.hpp"

namespace peeringd {

/// An address of one of the host's interfaces.
struct LocalAddress {
  IpAddress address;      ///< a link-local IPv6 address carries its interface as scope
  int prefix_length = 0;  ///< length of its network's prefix: 0…32 or 0…128
  unsigned interface_index = 0;
  std::string interface;
  /// A packet can leave from it now: its interface is up and has carrier (or is a loopback one),
  /// and IPv6 duplicate address detection (RFC 4862, section 5.4) neither goes on nor has failed.
  bool usable = false;

  friend bool operator==(const LocalAddress&, const LocalAddress&) = default;
};

/// One of the host's interfaces.
struct LocalInterface {
  unsigned index = 0;
  std::string name;
  std::vector<std::string> alternative_names;  ///< altname in ip-link(8)
  bool carries_packets = false;                ///< it is up and has carrier, or is a loopback one
  /// `lo`, a dummy device or a VRF: no way to anywhere. Its addresses leave by other interfaces.
  bool loopback_like = false;

  friend bool operator==(const LocalInterface&, const LocalInterface&) = default;
};

/// Addresses that no interface has, and that a route makes the host's own all the same: AnyIP,
/// `ip route add local 203.0.113.0/25 dev lo`.
struct LocalRange {
  IpPrefix prefix;
  unsigned interface_index = 0;
  std::string interface;
  bool usable = false;  ///< its interface is up

  friend bool operator==(const LocalRange&, const LocalRange&) = default;
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

/// The host's addresses and default routes, in an order that depends only on their values, so that
/// "the first address inside a prefix" is stable across restarts and changes of other addresses.
struct LocalNetwork {
  /// Preferred before deprecated ones; among these, primary before secondary (IPv4) and stable
  /// before temporary ones (IPv6 privacy, RFC 8981); then by interface index and value.
  std::vector<LocalAddress> addresses;
  /// By family, metric and interface index; only usable ones. For each interface, the one with the
  /// lowest metric.
  std::vector<DefaultRoute> default_routes;
  std::vector<LocalInterface> interfaces{};  ///< by index
  std::vector<LocalRange> local_ranges{};    ///< by address; those of NetworkQuery::sources

  friend bool operator==(const LocalNetwork&, const LocalNetwork&) = default;
};

/// What to query in addition to interfaces and addresses.
struct NetworkQuery {
  bool default_routes = true;        ///< false saves the query
  std::vector<IpAddress> sources{};  ///< for each, whether a route makes it local (AnyIP)

  friend bool operator==(const NetworkQuery&, const NetworkQuery&) = default;
};

/// The interface that is called `name`, by its own name or another one; null when there is none.
const LocalInterface* find_interface(const LocalNetwork& network, std::string_view name);

/// Whether packets to `address` stay on this host: it is on an interface, or in one of the ranges.
bool is_local(const LocalNetwork& network, const IpAddress& address);

/// The default source address of packets of `family`: that of the default
/// route with the lowest metric, being the route's preferred source, else the first usable address
/// of its interface that is neither loopback nor link-local. Routes that offer none are passed
/// over.
std::optional<LocalAddress> default_route_address(const LocalNetwork& network, Family family);

}  // namespace peeringd
