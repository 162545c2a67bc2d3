// The rules for the routes of prefixes: `routes` of a connection or of a prefix.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/connection_config.hpp"
#include "model/route_rules.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Reads `routes` over `base`, key by key. `sources` has the routers that sessions may name.
RouteRules read_route_rules(const Node& node, const RouteSources& sources, RouteRules base);

/// The rules of one prefix: those more-specifics that are inside it.
RouteRules rules_of_prefix(RouteRules rules, const IpPrefix& prefix);

/// Reports what fits none of the prefixes of the connection, and rules that nothing is compared
/// with. `node` is that of the rules, which were read without more-specifics left out.
void check_route_rules(const Node& node, const RouteRules& rules, const RouteSources& sources,
                       const std::vector<PrefixConfig>& prefixes);

/// Reports sources of routes, written at `node`, without any prefix that has rules.
void warn_about_unused_sources(const Node& node, const std::vector<ConnectionConfig>& connections);

/// 1 … 4294967294, or AS64496, without those that no network has (RFC 7607, 6793, 7300).
Result<AsNumber> parse_as_number(std::string_view text);

/// `8075:8007`.
Result<Community> parse_community(std::string_view text);

}  // namespace peeringd
