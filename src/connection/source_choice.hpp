// Chooses the local address that a prefix is probed from. A prefix without one is not probed: its
// probes never leave from an address of another prefix.
#pragma once

#include "model/local_network.hpp"
#include "model/source.hpp"

namespace peeringd {

struct Config;
struct PrefixConfig;

/// Returns the source of `prefix` on a host with these addresses:
///  1. `auto`: the address of the default route, IPv4 first.
///  2. A configured `source`: that address, if an interface of the host has it or a route makes it
///     local.
///  3. Otherwise the first usable local address inside the prefix.
/// With a configured `interface` (its name or an alternative name), only its own addresses and
/// those of loopback-like interfaces count, unless `source` is set too. If the interface is
/// missing, down or without carrier, there is no source. SourceChoice::problem says why there is
/// none.
SourceChoice choose_source(const PrefixConfig& prefix, const LocalNetwork& network);

/// The query for the host's network that finds the sources of all prefixes.
NetworkQuery network_query_for(const Config& config);

}  // namespace peeringd
