// The Peering Service connections of all files.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/endpoints.hpp"
#include "config/overlays.hpp"
#include "config/prefixes.hpp"
#include "config/target_budget.hpp"
#include "model/connection_config.hpp"

namespace peeringd {

struct GroupMember {
  Node node;         ///< that names the redundancy group
  std::string site;  ///< of its connection; empty: all sites
};

struct ConnectionList {
  Overlays overlays;  ///< of all files; to be set before the connections are read
  std::vector<ConnectionConfig> connections;
  /// For each connection: its own STUN servers for the egress, if it names some.
  std::vector<std::optional<std::vector<EndpointConfig>>> egress;
  /// For each connection: the alerts of each of its prefixes.
  std::vector<std::vector<SharedAlerts>> alerts;
  std::map<std::string, std::vector<GroupMember>> groups;  ///< by name
  std::map<std::string, Place> place_of;                   ///< by name
  std::map<std::string, std::vector<Node>> former;  ///< by former name: the nodes that name it
  /// By name: the overlays of the connection, and its own map at the end.
  std::map<std::string, std::vector<ValuePath>> paths;
  std::set<std::string> sites;  ///< of those that have one
  PlacedPrefixes prefixes;      ///< of all connections
};

/// Adds the connections of one file; `node` is the value of `connections`. Needs the endpoints of
/// all files. `alerts` and `sources` are those of the main file. `budget` is what all targets take
/// from.
void read_connections(const Node& node, const EndpointList& endpoints, const SharedAlerts& alerts,
                      const RouteSources& sources, TargetBudget& budget, ConnectionList& list);

/// Reports former names that a connection still has, or that two connections had.
void check_former_names(const ConnectionList& list);

/// Warns about members of redundancy groups that no other connection of their site backs up.
void check_groups(const std::map<std::string, std::vector<GroupMember>>& groups);

}  // namespace peeringd
