// Which local address a prefix is probed from. A prefix without one is not probed at all: never
// over another.
#pragma once

#include <optional>
#include <string>

#include "config/config.hpp"
#include "net/local_network.hpp"
#include "net/source.hpp"

namespace peeringd {

struct SourceChoice {
  std::optional<Source> source;  ///< none: the prefix cannot be probed now
  std::string interface;         ///< that has the source's address
  std::string network;           ///< the prefix; for `auto`, the network that it stands for now
  bool outside_prefix = false;   ///< the source was configured and lies outside: behind NAT
  std::string problem;           ///< why there is no source, fit for the log

  friend bool operator==(const SourceChoice&, const SourceChoice&) = default;
};

/// The source of `prefix` on a host with such addresses: the configured one, be it on an interface
/// or local by a route alone, else the first usable local address inside the prefix; for `auto` the
/// address of the IPv4 default route, or of the IPv6 one where there is no IPv4 one. Of a
/// configured interface, by its name or another one, only its own addresses count, and those of
/// loopback-like ones, unless the source is configured too. While it is not there, or has no
/// carrier, there is no source.
SourceChoice choose_source(const PrefixConfig& prefix, const LocalNetwork& network);

/// What has to be known of the host's network to find the sources of all prefixes.
NetworkQuery network_query_for(const Config& config);

}  // namespace peeringd
