#include "config/load_config.hpp"

#include <algorithm>
#include <array>

#include "base/free_memory.hpp"
#include "base/sha256.hpp"
#include "config/connections.hpp"
#include "config/document.hpp"
#include "config/egress.hpp"
#include "config/endpoints.hpp"
#include "config/history.hpp"
#include "config/include.hpp"
#include "config/named_file.hpp"
#include "config/overlaps.hpp"
#include "config/overlays.hpp"
#include "config/path_checks.hpp"
#include "config/probing.hpp"
#include "config/route_rules.hpp"
#include "config/route_sources.hpp"
#include "config/service_tags.hpp"
#include "config/site.hpp"
#include "config/target_budget.hpp"
#include "config/web.hpp"
#include "yaml/parser.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

namespace key {
constexpr std::string_view site = "site";
constexpr std::string_view web = "web";
constexpr std::string_view probing = "probing";
constexpr std::string_view endpoints = "endpoints";
constexpr std::string_view connections = "connections";
constexpr std::string_view egress = "egress";
constexpr std::string_view alerts = "alerts";
constexpr std::string_view history = "history";
constexpr std::string_view routes = "routes";
constexpr std::string_view service_tags = "service_tags";
constexpr std::string_view include = "include";
constexpr std::string_view overlays = "overlays";
}  // namespace key

/// Needed before anything is read: a file with none of them belongs to another program.
constexpr std::array main_keys{key::site,        key::web,          key::probing, key::endpoints,
                               key::connections, key::egress,       key::alerts,  key::history,
                               key::routes,      key::service_tags, key::include, key::overlays};
/// Keys of the user's own at the top of a file: for maps that are merged elsewhere.
constexpr std::string_view templates = "x-";
constexpr std::string_view expected_root = "a map with endpoints and connections";

/// What every file may have.
struct Lists {
  std::optional<Node> endpoints;
  std::optional<Node> connections;
};

Lists find_lists(const Fields& root) {
  return {root.find(key::endpoints), root.find(key::connections)};
}

/// What only the main file may have.
struct Sections {
  std::optional<Node> site;
  std::optional<Node> web;
  std::optional<Node> probing;
  std::optional<Node> egress;
  std::optional<Node> alerts;
  std::optional<Node> history;
  std::optional<Node> routes;
  std::optional<Node> service_tags;
  std::optional<Node> include;
  std::optional<Node> overlays;
};

Sections find_sections(const Fields& root) {
  return {root.find(key::site),    root.find(key::web),          root.find(key::probing),
          root.find(key::egress),  root.find(key::alerts),       root.find(key::history),
          root.find(key::routes),  root.find(key::service_tags), root.find(key::include),
          root.find(key::overlays)};
}

/// The lists of all files, the main file's first.
struct Files {
  std::vector<Lists> lists;
  bool complete = true;  ///< false when an included file could not be read
};

std::string belongs_in_main_file(std::string_view key, const std::string& main_file) {
  if (key == key::include) {
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
    const Fields fields(*root, expected_root);
    files.lists.push_back(find_lists(fields));
    fields.ignore_keys(templates);
    fields.report_unknown_keys(
        [&](std::string_view key) { return belongs_in_main_file(key, main_file.string()); });
  }
  files.complete = diagnostics.error_count() == errors_before;
}

/// Reads the `list` of every file; `key` is its key. If no file has it, the error is reported in
/// the main file.
template <typename Read>
void read_lists(const Files& files, std::optional<Node> Lists::*list, std::string_view key,
                const Node& main_root, Read read) {
  bool found = false;
  for (const Lists& lists : files.lists) {
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

/// `root` is that of the main file, `file`.
Config read_config(const Node& root, const std::filesystem::path& file, const LoadOptions& options,
                   std::optional<Origins>& origins) {
  Diagnostics& diagnostics = root.diagnostics();
  const Fields fields(root, expected_root);
  Files files{{find_lists(fields)}};
  const Sections sections = find_sections(fields);
  fields.ignore_keys(templates);
  fields.report_unknown_keys();
  if (sections.include) read_included(*sections.include, file, files);

  Probing probing = read_probing(sections.probing);
  EndpointList endpoints;
  endpoints.complete = files.complete;
  endpoints.longest_interval = probing.timing.interval;
  read_lists(files, &Lists::endpoints, key::endpoints, root,
             [&](const Node& node) { read_endpoints(node, probing.timing, endpoints); });
  check_window(probing.window, endpoints.longest_interval);
  const SharedAlerts alerts =
      read_alerts(sections.alerts, AlertScope::defaults, std::make_shared<const Alerts>());
  RouteSources sources = read_route_sources(sections.routes);
  ConnectionList connections;
  if (sections.overlays) connections.overlays = read_overlays(*sections.overlays, file);
  TargetBudget budget(endpoints.endpoints, probing.window.value);
  read_lists(files, &Lists::connections, key::connections, root, [&](const Node& node) {
    read_connections(node, endpoints, alerts, sources, budget, connections);
  });
  std::string site;
  if (files.complete) {
    check_overlay_names(connections.overlays, names_of(connections));
    site = site_of_host(options.site, sections.site, connections.sites, !options.every_site, root);
  }
  check_overlaps(connections.prefixes);
  check_groups(connections.groups);
  check_former_names(connections);
  check_alert_paths(connections, endpoints);
  // These need a configuration without errors.
  if (diagnostics.error_count() == 0) {
    warn_about_alerts(connections, endpoints, probing.window.value);
    warn_about_unprobed(connections, endpoints, root);
    if (sections.routes && !sources.off()) {
      warn_about_unused_sources(*sections.routes, connections.connections);
    }
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
  diagnostics.note_keys();
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
  const auto root = read_document(file, main_keys, diagnostics);
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
  if (options.origins) diagnostics.note_places();
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
