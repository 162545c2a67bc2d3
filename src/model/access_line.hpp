// What the host itself knows about the access line of a prefix: interface, carrier, route, and
// whether the next hop answers address resolution (ARP, NDP). net/access_lines.hpp reads it; the
// diagnosis of a failure uses it.
#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// A member that is not set is not known. Value-initialised: nothing is known.
struct AccessLine {
  /// The interface by which packets leave; without a route, the configured or last known one.
  /// Empty: not known.
  std::string interface;
  std::optional<bool> interface_exists{};
  std::optional<bool> enabled;  ///< the interface is up (IFF_UP), as an administrator set it
  std::optional<bool> carrier;  ///< IFF_LOWER_UP; only of an enabled interface
  /// The host has an address to probe from. Not known if it may be missing only because the
  /// interface is down or has no carrier.
  std::optional<bool> address;
  std::optional<bool> route;  ///< towards an endpoint, from the source of the prefix

  /// The next hop of that route: a router, or the endpoint itself on the same link. Not set on
  /// links without address resolution, such as PPP and tunnels.
  std::optional<IpAddress> next_hop;
  /// True: the next hop has an entry with a link-layer address; see next_hop_heard_at. False: it
  /// does not answer ARP or NDP (states FAILED and INCOMPLETE).
  std::optional<bool> next_hop_resolved;
  /// When the next hop was last confirmed to be reachable (RFC 4861, section 7.3.1). The kernel
  /// checks it again only after up to 45 s, so that a dead next hop stays resolved for so long.
  std::optional<MonotonicTime> next_hop_heard_at;

  friend bool operator==(const AccessLine&, const AccessLine&) = default;
};

/// Whether the next hop answers, from evidence that is not older than `since`; not known if the
/// kernel has not checked it since then.
inline std::optional<bool> next_hop_answers(const AccessLine& line, MonotonicTime since) {
  if (line.next_hop_resolved == false) return false;
  if (line.next_hop_heard_at && *line.next_hop_heard_at >= since) return true;
  return std::nullopt;
}

}  // namespace peeringd
