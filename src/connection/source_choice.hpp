// Which local address a prefix is probed from. A prefix without one is not probed at all: never
// over another.
#pragma once

#include "model/local_network.hpp"
#include "model/source.hpp"

namespace peeringd {

struct Config;
struct PrefixConfig;

/// The source of `prefix` on a host with such addresses: the configured one, be it on an interface
/// or local by a route alone, else the first usable local address inside the prefix; for `auto` the
/// address of the IPv4 default route, or of the IPv6 one where there is no IPv4 one. Of a
/// configured interface, by its name or another one, only its own addresses count, and those of
/// loopback-like ones, unless the source is configured too. While it is not there, or has no
/// carrier, there is no source.
SourceChoice choose_source(const PrefixConfig& prefix, const LocalNetwork& network);

/// The query for the host's network that finds the sources of all prefixes.
NetworkQuery network_query_for(const Config& config);

}  // namespace peeringd
