// The prefixes behind a connection, and how to send from each.
#pragma once

#include <string>
#include <vector>

#include "config/alerts.hpp"
#include "model/connection_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Where a prefix stands.
struct PrefixPlace {
  Node node;
  std::size_t connection;       ///< counted over all files
  std::string connection_name;  ///< empty when that was wrong
  std::string site;             ///< of the connection, perhaps empty
};

/// Names the connection of a prefix in a message about another one, as in `connection "a"`.
std::string owner_text(const PrefixPlace& of, const PrefixPlace& seen_from);

/// A prefix that was read.
struct PlacedPrefix : PrefixPlace {
  IpPrefix prefix;
};

/// The way of a prefix's probes to the first router, as far as the configuration decides it.
struct PlacedSource : PrefixPlace {
  std::string name;  ///< as in `source 192.168.1.10`; prefixes with the same name leave alike
};

struct PlacedPrefixes {
  std::vector<PlacedPrefix> prefixes;  ///< without `auto`
  std::vector<PlacedSource> sources;   ///< of `auto`, and of each prefix with a `source`
};

/// The connection whose prefixes are read.
struct PrefixOwner {
  std::size_t connection;  ///< counted over all files
  std::string name;        ///< empty when that was wrong
  std::string site;        ///< perhaps empty
  SharedAlerts alerts;
  const RouteSources& sources;
  RouteRules routes;  ///< those of the connection
};

struct PrefixList {
  std::vector<PrefixConfig> prefixes;
  std::vector<SharedAlerts> alerts;  ///< of each of them
};

/// The prefixes of one connection; `node` is the value of `prefixes`. Adds them to `placed`. Never
/// empty unless there was an error.
PrefixList read_prefixes(const Node& node, const PrefixOwner& owner, PlacedPrefixes& placed);

}  // namespace peeringd
