// Configurations built in code, for tests that load no file. They may be invalid for load_config(),
// for example with a prefix on loopback.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/config.hpp"

namespace peeringd::test {

inline ProbeConfig icmp_probe(Duration interval = std::chrono::seconds{10},
                              Duration timeout = std::chrono::seconds{2}) {
  return {IcmpOptions{}, interval, timeout, "icmp"};
}

inline ProbeConfig tcp_probe(std::uint16_t port, Duration interval = std::chrono::seconds{10},
                             Duration timeout = std::chrono::seconds{2}) {
  return {TcpOptions{port}, interval, timeout, "tcp:" + std::to_string(port)};
}

inline ProbeConfig https_probe(Duration interval = std::chrono::seconds{10},
                               Duration timeout = std::chrono::seconds{2}) {
  return {HttpOptions{}, interval, timeout, "https"};
}

/// `host` may be an address or a name.
inline EndpointConfig endpoint(std::string name, std::string host,
                               std::vector<ProbeConfig> probes) {
  boost::system::error_code no_address;
  const auto address = boost::asio::ip::make_address(host, no_address);
  EndpointConfig endpoint{std::move(name), std::move(host), {}, std::move(probes)};
  if (!no_address) endpoint.address = address;
  return endpoint;
}

inline PrefixConfig prefix(const char* text) {
  PrefixConfig prefix;
  prefix.label = text;
  prefix.prefix = IpPrefix::parse(text).value();
  return prefix;
}

inline PrefixConfig automatic_prefix() {
  PrefixConfig prefix;
  prefix.label = "auto";
  return prefix;
}

/// Probes the first endpoint.
inline ConnectionConfig connection(std::string name, std::vector<PrefixConfig> prefixes) {
  ConnectionConfig connection;
  connection.name = std::move(name);
  connection.partner = "Contoso Networks";
  connection.location.country = "US";
  connection.location.state = "WA";
  connection.location.city = "Seattle";
  connection.prefixes = std::move(prefixes);
  connection.endpoints = {0};
  return connection;
}

inline Config config(std::vector<EndpointConfig> endpoints,
                     std::vector<ConnectionConfig> connections) {
  Config config;
  config.web.listen = {{boost::asio::ip::make_address("127.0.0.1"), 0}};
  config.window = std::chrono::minutes{5};
  config.rtt_buckets = {std::chrono::milliseconds{1}, std::chrono::milliseconds{10},
                        std::chrono::milliseconds{100}};
  config.endpoints = std::move(endpoints);
  config.connections = std::move(connections);
  return config;
}

}  // namespace peeringd::test
