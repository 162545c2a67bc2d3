#include "connection/selection.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace peeringd {
namespace {

std::vector<std::string_view> endpoint_names(const Config& config) {
  std::vector<std::string_view> names;
  for (const EndpointConfig& endpoint : config.endpoints) names.push_back(endpoint.name);
  return names;
}

std::vector<std::string_view> connection_names(const Config& config) {
  std::vector<std::string_view> names;
  for (const ConnectionConfig& connection : config.connections) names.push_back(connection.name);
  return names;
}

std::vector<std::string_view> prefix_names(const Config& config) {
  std::vector<std::string_view> names;
  for (const ConnectionConfig& connection : config.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) names.push_back(prefix.label);
  }
  return names;
}

Error unknown(std::string_view what, std::string_view name,
              const std::vector<std::string_view>& known) {
  return Error{"there is no " + std::string(what) + " " + in_quotes(name) + there_are(known)};
}

// As in the label, however it is written. What is no prefix (`auto`) stays as it is.
std::string canonical_prefix(const std::string& written) {
  const auto prefix = IpPrefix::parse_with_host_bits(written);
  return prefix ? prefix->to_string() : written;
}

void keep_endpoint(ConnectionConfig& connection, const Config& config, const std::string& name) {
  std::erase_if(connection.endpoints,
                [&](std::size_t index) { return config.endpoints[index].name != name; });
}

}  // namespace

Result<Config> select(Config config, const Selection& selection) {
  const auto connections = connection_names(config);
  const auto occurs = [](const auto& names, const std::string& name) {
    return name.empty() || std::find(names.begin(), names.end(), name) != names.end();
  };
  if (!occurs(connections, selection.connection)) {
    return unknown("connection", selection.connection, connections);
  }
  const std::string prefix = canonical_prefix(selection.prefix);
  if (!occurs(prefix_names(config), prefix)) {
    return unknown("prefix", selection.prefix, prefix_names(config));
  }
  if (!occurs(endpoint_names(config), selection.endpoint)) {
    return unknown("endpoint", selection.endpoint, endpoint_names(config));
  }
  if (!selection.connection.empty()) {
    std::erase_if(config.connections,
                  [&](const auto& item) { return item.name != selection.connection; });
  }
  for (ConnectionConfig& connection : config.connections) {
    if (!selection.endpoint.empty()) keep_endpoint(connection, config, selection.endpoint);
    if (prefix.empty()) continue;
    std::erase_if(connection.prefixes, [&](const auto& item) { return item.label != prefix; });
  }
  return config;
}

}  // namespace peeringd
