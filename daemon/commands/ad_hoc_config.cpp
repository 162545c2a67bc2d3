#include "daemon/commands/ad_hoc_config.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

Result<EndpointConfig> endpoint_of(const std::string& host) {
  EndpointConfig endpoint;
  endpoint.name = endpoint.host = host;
  if (const auto address = parse_address(host)) {
    endpoint.address = *address;
  } else if (const auto name = parse_host_name(host); !name) {
    return name.error();
  }
  endpoint.probes = {{TcpOptions{}, 1s, 1s, "tcp"}, {IcmpOptions{}, 1s, 1s, "icmp"}};
  return endpoint;
}

PrefixConfig prefix_of(const IpAddress& source) {
  PrefixConfig prefix;
  prefix.prefix = IpPrefix(source, source.is_v4() ? 32 : 128);
  prefix.label = prefix.prefix->to_string();
  prefix.source = source;
  return prefix;
}

}  // namespace

Result<Config> ad_hoc_config(const std::string& source, const std::vector<std::string>& hosts) {
  const auto address = parse_address(source);
  if (!address) return Error{"--from: " + address.error().message};
  Config config;
  config.window = 1min;  // the run sets its own
  config.rtt_buckets = {1s};
  ConnectionConfig connection;
  connection.name = "ad-hoc";
  connection.prefixes = {prefix_of(*address)};
  for (const std::string& host : hosts) {
    auto endpoint = endpoint_of(host);
    if (!endpoint) return endpoint.error();
    const bool other_family = endpoint->address && endpoint->address->is_v4() != address->is_v4();
    if (other_family) return Error{in_quotes(host) + " is not of the address family of " + source};
    connection.endpoints.push_back(config.endpoints.size());
    config.endpoints.push_back(std::move(*endpoint));
  }
  config.connections.push_back(std::move(connection));
  return config;
}

}  // namespace peeringd
