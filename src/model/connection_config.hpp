// The configuration of a Peering Service connection and of the prefixes behind it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/alert_config.hpp"
#include "model/edge_pop.hpp"
#include "model/ip_prefix.hpp"
#include "model/route_rules.hpp"

namespace peeringd {

/// A prefix behind a connection, and how to send from it. `auto` has neither source nor
/// interface: the default route decides both.
struct PrefixConfig {
  /// The value of the `prefix` label: the canonical prefix, or `auto`.
  std::string label;
  /// Empty for `auto`: the network of the address that the host's default route uses, updated
  /// when the host's addresses change.
  std::optional<IpPrefix> prefix;
  std::optional<IpAddress> source;  ///< has the prefix's family; may lie outside the prefix (NAT)
  std::string interface;            ///< empty: the routing table decides
  std::optional<std::uint32_t> mark;
  std::uint8_t dscp = 0;  ///< 0…63
  AlertConfig alerts{};   ///< after all overrides: global, connection, prefix
  RouteRules routes{};    ///< after all overrides: connection, prefix; off for `auto`

  bool automatic() const { return !prefix.has_value(); }
};

struct Location {
  std::string country;  ///< ISO 3166-1 alpha-2, upper case
  std::string state;    ///< USPS code in the United States, else as written; may be empty there
  std::string city;     ///< may be empty
  std::optional<double> latitude;   ///< degrees, -90 … 90; set exactly when longitude is
  std::optional<double> longitude;  ///< degrees, -180 … 180
};

/// A planned maintenance window of a connection: its alerts do not page.
struct MaintenanceWindow {
  WallTime from;
  WallTime to;  ///< exclusive, after `from`

  bool contains(WallTime time) const { return from <= time && time < to; }
  friend bool operator==(const MaintenanceWindow&, const MaintenanceWindow&) = default;
};

/// The PoPs that are to serve a connection: the primary and backup locations that the customer has
/// chosen for Peering Service. Codes as in EdgePop::code, each in one of the lists, once.
struct ExpectedEdge {
  std::vector<std::string> primary;  ///< empty: any PoP is as expected, and `backup` is empty too
  std::vector<std::string> backup;

  friend bool operator==(const ExpectedEdge&, const ExpectedEdge&) = default;
};

/// A Peering Service connection: the unit of telemetry.
struct ConnectionConfig {
  std::string name;  ///< [A-Za-z0-9_.-]{1,63}, unique
  /// The site whose hosts measure the connection; [A-Za-z0-9_.-]{1,63}. Empty: every host does.
  std::string site{};
  std::string partner;
  Location location;
  std::vector<PrefixConfig> prefixes;  ///< never empty; none overlaps another of the host
  std::vector<std::size_t> endpoints;  ///< indexes into Config::endpoints; never empty, no repeats
  std::map<std::string, std::string> labels;  ///< for peering_connection_info; no reserved name
  /// Connections of one group are redundant; [A-Za-z0-9_.-]{1,63}, empty: none.
  std::string redundancy_group{};
  /// Whether it is normal for this host to have no source for it: the host stands by for another
  /// (VRRP).
  bool standby = false;
  std::vector<MaintenanceWindow> maintenance{};  ///< rising by `from`; may overlap
  ExpectedEdge edge{};
  /// The name before it was renamed; its history belongs to this connection. No connection has this
  /// name, and no other one was named so. Empty: not renamed.
  std::string was{};
};

/// Whether this host should have a source for a prefix of the connection: one is configured, or the
/// connection is of the host's own site. Other hosts may share a connection without a site.
inline bool expects_source(const ConnectionConfig& connection, const PrefixConfig& prefix) {
  return prefix.source.has_value() || !prefix.interface.empty() || !connection.site.empty();
}

/// Returns the expected location of the PoP with this code. Requires that locations are expected.
inline EdgeLocation location_of(const ExpectedEdge& edge, const std::string& code) {
  const auto lists = [&code](const std::vector<std::string>& codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  if (lists(edge.primary)) return EdgeLocation::primary;
  return lists(edge.backup) ? EdgeLocation::backup : EdgeLocation::other;
}

/// Whether maintenance of the connection is announced for `time`.
inline bool is_in_maintenance(const ConnectionConfig& connection, WallTime time) {
  return std::any_of(connection.maintenance.begin(), connection.maintenance.end(),
                     [time](const MaintenanceWindow& window) { return window.contains(time); });
}

}  // namespace peeringd
