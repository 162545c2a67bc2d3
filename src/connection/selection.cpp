#include "connection/selection.hpp"

#include <fnmatch.h>

#include <algorithm>

#include "base/suggestion.hpp"
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
  return Error{"there is no " + std::string(what) + " " + in_quotes(name) + known_words(known)};
}

// As in the label, however it is written. What is no prefix (`auto`, a pattern) stays as it is.
std::string canonical_prefix(const std::string& written) {
  const auto prefix = IpPrefix::parse_with_host_bits(written);
  return prefix ? prefix->to_string() : written;
}

bool fits(const std::string& name, const std::string& pattern) {
  return name == pattern || ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

bool fits_any(const std::string& name, const std::vector<std::string>& patterns) {
  return patterns.empty() ||
         std::ranges::any_of(patterns, [&](const auto& pattern) { return fits(name, pattern); });
}

/// That each of the patterns fits one of the names.
Result<void> check(std::string_view what, const std::vector<std::string>& patterns,
                   const std::vector<std::string_view>& names) {
  for (const std::string& pattern : patterns) {
    if (std::ranges::none_of(names, [&](auto name) { return fits(std::string(name), pattern); })) {
      return unknown(what, pattern, names);
    }
  }
  return {};
}

}  // namespace

Result<Config> select(Config config, const Selection& selection) {
  std::vector<std::string> prefixes;
  for (const auto& written : selection.prefixes) prefixes.push_back(canonical_prefix(written));
  for (const auto& checked : {check("connection", selection.connections, connection_names(config)),
                              check("prefix", prefixes, prefix_names(config)),
                              check("endpoint", selection.endpoints, endpoint_names(config))}) {
    if (!checked) return checked.error();
  }
  std::erase_if(config.connections, [&](const ConnectionConfig& connection) {
    return !fits_any(connection.name, selection.connections);
  });
  for (ConnectionConfig& connection : config.connections) {
    std::erase_if(connection.endpoints, [&](std::size_t index) {
      return !fits_any(config.endpoints[index].name, selection.endpoints);
    });
    std::erase_if(connection.prefixes,
                  [&](const PrefixConfig& prefix) { return !fits_any(prefix.label, prefixes); });
  }
  std::erase_if(config.connections,
                [](const ConnectionConfig& connection) { return connection.prefixes.empty(); });
  return config;
}

}  // namespace peeringd
