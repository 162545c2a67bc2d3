// The prefixes behind a connection, and how to send from each.
#pragma once

#include <string>
#include <vector>

#include "config/alerts.hpp"
#include "model/connection_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// A prefix that was read, and where.
struct PlacedPrefix {
  IpPrefix prefix;
  Node node;
  std::size_t connection;       ///< counted over all files
  std::string connection_name;  ///< empty when that was wrong
  std::string site;             ///< of the connection, perhaps empty
};

/// The way of a prefix's probes to the first router, as far as the configuration decides it.
struct PlacedSource {
  std::string name;  ///< as in `source 192.168.1.10`; prefixes with the same name leave alike
  Node node;
  std::string connection_name;  ///< empty when that was wrong
  std::string site;             ///< of the connection, perhaps empty
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
