#include "config/load_config.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/free_memory.hpp"
#include "config/alert_paths.hpp"
#include "config/connections.hpp"
#include "config/document.hpp"
#include "config/egress.hpp"
#include "config/endpoints.hpp"
#include "config/include.hpp"
#include "config/probing.hpp"
#include "config/service_access.hpp"
#include "config/target_budget.hpp"
#include "config/text_file.hpp"
#include "config/unprobed.hpp"
#include "config/web.hpp"
#include "http_client/trust_files.hpp"

namespace peeringd {
namespace {

constexpr std::array<std::string_view, 7> main_keys{"web",    "probing", "endpoints", "connections",
                                                    "egress", "alerts",  "include"};
constexpr std::array<std::string_view, 2> included_keys{"endpoints", "connections"};
constexpr std::string_view expected_root = "a map with endpoints and connections";

/// The files' roots, the main file's first.
struct Files {
  std::vector<Fields> roots;
  bool complete = true;  ///< false when an included file could not be read
};

std::string belongs_in_main_file(std::string_view key, const std::string& main_file) {
  if (key == "include") {
    return "an included file cannot include others; move this to " + main_file;
  }
  const bool known = std::find(main_keys.begin(), main_keys.end(), key) != main_keys.end();
  return known ? "belongs in the main file; move it to " + main_file : std::string();
}

void read_included(const Node& include, const std::filesystem::path& main_file, Files& files) {
  Diagnostics& diagnostics = include.diagnostics();
  const std::size_t errors_before = diagnostics.error_count();
  std::size_t bytes_left = max_included_bytes;
  for (const auto& [path, item] : find_included(include, main_file)) {
    const auto root = read_included_document(path, main_keys, item, bytes_left);
    if (!root) continue;
    files.roots.emplace_back(*root, expected_root);
    files.roots.back().allow_only(included_keys, [&](std::string_view key) {
      return belongs_in_main_file(key, main_file.string());
    });
  }
  files.complete = diagnostics.error_count() == errors_before;
}

/// Reads `key` of every file. That it is in none is the main file's fault.
template <typename Read>
void read_lists(const Files& files, std::string_view key, Read read) {
  bool found = false;
  for (const Fields& root : files.roots) {
    if (const auto node = root.find(key)) {
      found = true;
      read(*node);
    }
  }
  const Node& main_root = files.roots.front().node();
  if (!found && files.complete && main_root.is_map()) {
    main_root.error_at_key(key,
                           "is missing, here and in all included files; at least one is needed");
  }
}

/// The servers for all connections that name none; none of them where that is too many targets.
std::vector<EndpointConfig> read_main_egress(const Fields& main_root,
                                             const ConnectionList& connections,
                                             TargetBudget& budget) {
  const auto node = main_root.find("egress");
  if (!node) return {};
  auto servers = read_egress(*node);
  std::uint64_t prefixes = 0;
  for (std::size_t c = 0; c < connections.connections.size(); ++c) {
    if (!connections.egress[c]) prefixes += connections.connections[c].prefixes.size();
  }
  if (!budget.admit(*node, servers.size() * prefixes)) servers.clear();
  return servers;
}

/// Files with trusted certificates are part of the configuration: what a reload compares.
void note_trust(std::vector<EndpointConfig>& endpoints) {
  std::map<std::string, std::uint64_t> identities;
  for (EndpointConfig& endpoint : endpoints) {
    for (ProbeConfig& probe : endpoint.probes) {
      auto* const http = std::get_if<HttpOptions>(&probe.options);
      if (http == nullptr || !http->tls || !http->verify) continue;
      const auto [identity, is_new] = identities.try_emplace(http->ca_file, 0);
      if (is_new) identity->second = identity_of_trust_files(http->ca_file);
      http->trust_identity = identity->second;
    }
  }
}

Config read_config(const std::filesystem::path& file, Diagnostics& diagnostics) {
  const auto root = read_document(file, main_keys, diagnostics);
  if (!root) return {};
  Files files{{Fields(*root, expected_root)}};
  const Fields main_root = files.roots.front();
  main_root.allow_only(main_keys);
  if (const auto include = main_root.find("include")) read_included(*include, file, files);

  Probing probing = read_probing(main_root.find("probing"));
  EndpointList endpoints;
  endpoints.complete = files.complete;
  endpoints.longest_interval = probing.timing.interval;
  read_lists(files, "endpoints",
             [&](const Node& node) { read_endpoints(node, probing.timing, endpoints); });
  check_window(probing.window, endpoints.longest_interval);
  const SharedAlerts alerts =
      read_alerts(main_root.find("alerts"), AlertScope::defaults, std::make_shared<const Alerts>());
  ConnectionList connections;
  TargetBudget budget(endpoints.endpoints, probing.window.value);
  read_lists(files, "connections", [&](const Node& node) {
    read_connections(node, endpoints, alerts, budget, connections);
  });
  check_overlaps(connections.prefixes);
  check_groups(connections.groups);
  check_alert_paths(connections, endpoints);
  // What is wrong cannot be reckoned with.
  if (diagnostics.error_count() == 0) {
    warn_about_alerts(connections, endpoints, probing.window.value);
    warn_about_unprobed(connections, endpoints, *root);
  }
  add_egress_endpoints(read_main_egress(main_root, connections, budget), probing, connections,
                       endpoints);
  note_trust(endpoints.endpoints);
  return {read_web(main_root.find("web")), probing.window.value, std::move(probing.rtt_buckets),
          std::move(endpoints.endpoints), std::move(connections.connections)};
}

}  // namespace

LoadedConfig load_config(const std::filesystem::path& file, Reader reader) {
  const FreeMemoryReturned afterwards;
  Diagnostics diagnostics;
  Config config = read_config(file, diagnostics);
  if (reader == Reader::service) warn_of_what_the_service_cannot_read(diagnostics);
  if (diagnostics.error_count() > 0) {
    throw ConfigError(diagnostics.errors(), diagnostics.warnings());
  }
  return {std::move(config), diagnostics.warnings(), diagnostics.file_count()};
}

}  // namespace peeringd
