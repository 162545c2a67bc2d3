// A target: one probe of one endpoint from one prefix of one connection.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace peeringd {

struct Config;
struct ConnectionConfig;
struct EndpointConfig;
struct PrefixConfig;
struct ProbeConfig;

/// One series of probes, as indexes into the Config it was made from.
struct Target {
  std::uint32_t connection = 0;
  std::uint32_t prefix = 0;    ///< within the connection
  std::uint32_t endpoint = 0;  ///< within the Config
  std::uint32_t probe = 0;     ///< within the endpoint

  friend bool operator==(const Target&, const Target&) = default;
};

/// The name of a target. Unlike its indexes, it stays the same across reloads and restarts, so
/// data that outlives a configuration identifies a target by it.
struct TargetKey {
  std::string connection;
  std::string prefix;  ///< PrefixConfig::label
  std::string endpoint;
  std::string probe;  ///< ProbeConfig::label

  friend auto operator<=>(const TargetKey&, const TargetKey&) = default;
};

TargetKey key_of(const Config& config, const Target& target);

/// `connection/prefix/endpoint/probe`.
std::string to_string(const TargetKey& key);

const ConnectionConfig& connection_of(const Config& config, const Target& target);
const PrefixConfig& prefix_of(const Config& config, const Target& target);
const EndpointConfig& endpoint_of(const Config& config, const Target& target);
const ProbeConfig& probe_of(const Config& config, const Target& target);

/// Whether the target measures the path to the Microsoft edge. Only such targets count in the
/// figures of a prefix and a connection; egress (STUN) servers and resolvers do not.
bool measures_edge(const Config& config, const Target& target);

/// The key as text.
std::string name_of(const Config& config, const Target& target);

}  // namespace peeringd
