#include "config/load_config.hpp"

#include "base/free_memory.hpp"
#include "base/sha256.hpp"
#include "config/config_files.hpp"
#include "config/connections.hpp"
#include "config/egress.hpp"
#include "config/endpoints.hpp"
#include "config/history.hpp"
#include "config/named_file.hpp"
#include "config/overlaps.hpp"
#include "config/overlays.hpp"
#include "config/path_checks.hpp"
#include "config/probing.hpp"
#include "config/route_rules.hpp"
#include "config/route_sources.hpp"
#include "config/service_tags.hpp"
#include "config/shared_sources.hpp"
#include "config/site.hpp"
#include "config/target_budget.hpp"
#include "config/web.hpp"
#include "yaml/parser.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

/// Reads the `list` of every file; `key` is its key. If no file has it, the error is reported in
/// the main file.
template <typename Read>
void read_lists(const ConfigFiles& files, std::optional<Node> ConfigLists::*list,
                std::string_view key, const Node& main_root, Read read) {
  bool found = false;
  for (const ConfigLists& lists : files.lists) {
    if (const auto& node = lists.*list) {
      found = true;
      read(*node);
    }
  }
  if (!found && files.complete && main_root.is_map()) {
    main_root.error_at_key(key,
                           "is missing, here and in all included files; at least one is needed");
  }
}

/// The servers for all connections that name none; none of them where that is too many targets.
std::vector<EndpointConfig> read_main_egress(const std::optional<Node>& node,
                                             const ConnectionList& connections,
                                             TargetBudget& budget) {
  if (!node) return {};
  const auto servers = read_egress(*node);
  bool admitted = true;
  for (std::size_t c = 0; c < connections.connections.size(); ++c) {
    const ConnectionConfig& connection = connections.connections[c];
    if (connections.egress[c]) continue;
    admitted &= budget.admit(*node, connection.site, servers.size() * connection.prefixes.size());
  }
  if (!admitted) return {};
  return servers;
}

std::vector<std::string_view> names_of(const ConnectionList& connections) {
  std::vector<std::string_view> names;
  for (const auto& [name, place] : connections.place_of) names.push_back(name);
  return names;
}

Origins origins_of(ConnectionList& connections, const EndpointList& endpoints,
                   Diagnostics& diagnostics) {
  Origins origins{diagnostics.files(), diagnostics.take_places(), std::move(connections.paths), {}};
  for (const auto& [name, index] : endpoints.index_of) {
    if (index >= endpoints.alerts.size()) continue;  // made of `egress`
    const Node& node = endpoints.alerts[index].endpoint;
    origins.endpoints.emplace(name, ValuePath{node.place().file, node.path()});
  }
  return origins;
}

EndpointList read_all_endpoints(const ConfigFiles& files, const Probing& probing,
                                const Node& main_root) {
  EndpointList endpoints;
  endpoints.complete = files.complete;
  endpoints.longest_interval = probing.timing.interval;
  read_lists(files, &ConfigLists::endpoints, "endpoints", main_root,
             [&](const Node& node) { read_endpoints(node, probing.timing, endpoints); });
  check_window(probing.window, endpoints.longest_interval);
  return endpoints;
}

ConnectionList read_all_connections(const ConfigFiles& files,
                                    const std::filesystem::path& main_file, const Node& main_root,
                                    const EndpointList& endpoints, const RouteSources& sources,
                                    TargetBudget& budget) {
  const SharedAlerts alerts =
      read_alerts(files.sections.alerts, AlertScope::defaults, std::make_shared<const Alerts>());
  ConnectionList connections;
  if (const auto& overlays = files.sections.overlays) {
    connections.overlays = read_overlays(*overlays, main_file);
  }
  read_lists(files, &ConfigLists::connections, "connections", main_root, [&](const Node& node) {
    read_connections(node, endpoints, alerts, sources, budget, connections);
  });
  return connections;
}

void check_connections(const ConnectionList& connections, const EndpointList& endpoints) {
  check_overlaps(connections.prefixes.prefixes);
  check_former_names(connections);
  check_alert_paths(connections, endpoints);
}

/// Warns of what is missing or never used. Requires a configuration without errors: a part with an
/// error is not read, and would be reported as missing.
void warn_about_unused(const ConnectionList& connections, const EndpointList& endpoints,
                       const RouteSources& sources, const ConfigSections& sections, Duration window,
                       const Node& main_root) {
  check_overlay_names(connections.overlays, names_of(connections));
  check_groups(connections.groups);
  warn_about_shared_sources(connections.prefixes.sources);
  warn_about_alerts(connections, endpoints, window);
  warn_about_unprobed(connections, endpoints, main_root);
  if (sections.routes && !sources.off()) {
    warn_about_unused_sources(*sections.routes, connections.connections);
  }
}

/// `root` is that of the main file, `file`.
Config read_config(const Node& root, const std::filesystem::path& file, const LoadOptions& options,
                   std::optional<Origins>& origins) {
  Diagnostics& diagnostics = root.diagnostics();
  const ConfigFiles files = read_config_files(root, file);
  const ConfigSections& sections = files.sections;
  Probing probing = read_probing(sections.probing);
  EndpointList endpoints = read_all_endpoints(files, probing, root);
  RouteSources sources = read_route_sources(sections.routes);
  TargetBudget budget(endpoints.endpoints, probing.window.value);
  ConnectionList connections = read_all_connections(files, file, root, endpoints, sources, budget);
  std::string site;
  if (files.complete) {
    site = site_of_host(options.site, sections.site, connections.sites, !options.every_site, root);
  }
  check_connections(connections, endpoints);
  if (diagnostics.error_count() == 0) {
    warn_about_unused(connections, endpoints, sources, sections, probing.window.value, root);
  }
  add_egress_endpoints(read_main_egress(sections.egress, connections, budget), probing, connections,
                       endpoints);
  WebConfig web = read_web(sections.web);
  HistoryConfig history = read_history(sections.history);
  auto service_tags = sections.service_tags ? read_service_tags(*sections.service_tags) : nullptr;
  if (options.origins) origins = origins_of(connections, endpoints, diagnostics);
  if (!options.every_site) keep_site(site, connections.connections);
  return {std::move(site),
          std::move(web),
          probing.window.value,
          std::move(probing.rtt_buckets),
          std::move(endpoints.endpoints),
          std::move(connections.connections),
          std::move(sources),
          std::move(history),
          std::move(service_tags)};
}

/// Found by reading a configuration that has every map.
MapsByKey find_maps_by_key() {
  Diagnostics diagnostics;
  diagnostics.start_noting_keys();
  const auto root = parse_yaml(
      "web: {tls: {}}\n"
      "probing: {}\n"
      "egress: {via: [{}]}\n"
      "alerts: {latency: {}}\n"
      "history: {keep: {}}\n"
      "routes: {bmp: {routers: [{}]}, ris: {}}\n"
      "endpoints:\n"
      "  - alerts: {}\n"
      "    probes: [{type: tcp}, {type: https, expect_body: {}}, {type: stun}, {type: dns}]\n"
      "connections: [{location: {}, prefixes: [{}], maintenance: [{}], edge: {},\n"
      "               routes: {sessions: [{}]}}]\n",
      diagnostics.add_file(""), diagnostics);
  std::optional<Origins> origins;
  if (root) read_config(Node(*root, {}, diagnostics), {}, {}, origins);
  return diagnostics.noted_keys();
}

Config read_config(const std::filesystem::path& file, const LoadOptions& options,
                   std::optional<Origins>& origins, Diagnostics& diagnostics) {
  const auto root = read_main_file(file, diagnostics);
  if (!root) return {};
  diagnostics.set_maps_by_key(find_maps_by_key);
  return read_config(*root, file, options, origins);
}

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += diagnostic.to_string();
  }
  return text;
}

}  // namespace

ConfigError::ConfigError(std::vector<Diagnostic> diagnostics, std::vector<Diagnostic> warnings)
    : std::runtime_error(joined(diagnostics)),
      diagnostics_(std::move(diagnostics)),
      warnings_(std::move(warnings)) {}

LoadedConfig load_config(const std::filesystem::path& file, const LoadOptions& options) {
  const FreeMemoryReturned afterwards;
  Diagnostics diagnostics;
  Sha256 hash;
  diagnostics.set_text_sink([&hash](std::string_view text) { hash.add(text); });
  diagnostics.set_variables({options.variables, {std::string(credentials_variable)}});
  if (options.origins) diagnostics.start_noting_places();
  std::optional<Origins> origins;
  Config config = read_config(file, options, origins, diagnostics);
  if (options.reader == Reader::service) warn_of_what_the_service_cannot_read(diagnostics);
  if (diagnostics.error_count() > 0) {
    throw ConfigError(diagnostics.errors(), diagnostics.warnings());
  }
  return {std::move(config), diagnostics.warnings(), diagnostics.files(), std::move(origins),
          hash.hex()};
}

}  // namespace peeringd
