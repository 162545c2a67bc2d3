#include "config/effective_values.hpp"

#include <string_view>

#include "base/host_and_port.hpp"
#include "config/service_tags.hpp"
#include "config/value_list.hpp"
#include "model/edge_paths.hpp"

namespace peeringd {
namespace {

const ValuePath main_file{0, {}};
constexpr std::string_view secret = "…";

ValuePath below(const ValuePath& map, const std::string& path) {
  return {map.file, map.path.empty() ? path : map.path + "." + path};
}

void add_web(ValueList& list, const WebConfig& web) {
  const std::vector<ValuePath> maps{main_file};
  std::vector<std::string> addresses;
  for (const ListenAddress& at : web.listen) {
    addresses.push_back(host_and_port(at.address.to_string(), at.port));
  }
  list.add({}, "web.listen", shown(addresses), maps);
  list.add({}, "web.hosts", shown(web.hosts), maps);
  list.add({}, "web.allow_reload", shown(web.allow_reload), maps);
  if (web.tls) {
    list.add({}, "web.tls.cert_file", web.tls->cert_file, maps);
    list.add({}, "web.tls.key_file", web.tls->key_file, maps);
    if (!web.tls->client_ca_file.empty()) {
      list.add({}, "web.tls.client_ca_file", web.tls->client_ca_file, maps);
    }
    const bool tls13 = web.tls->min_version == WebTls::Version::tls13;
    list.add({}, "web.tls.min_version", tls13 ? "TLS13" : "TLS12", maps);
  }
  for (const auto& [user, hash] : web.basic_auth_users) {
    list.add({}, "web.basic_auth_users." + user, std::string(secret), maps);
  }
}

void add_probing(ValueList& list, const Config& config) {
  list.add({}, "probing.window", shown(config.window), {main_file});
  std::vector<std::string> buckets;
  for (const Duration bucket : config.rtt_buckets) buckets.push_back(shown(bucket));
  list.add({}, "probing.rtt_buckets", shown(buckets), {main_file});
}

void add_endpoint(ValueList& list, const EndpointConfig& endpoint) {
  const auto written = list.origins().endpoints.find(endpoint.name);
  if (written == list.origins().endpoints.end()) return;  // of `egress`
  const ValuePath& map = written->second;
  const std::string path = "endpoints[" + endpoint.name + "]";
  list.add(path, "host", endpoint.host, {map});
  std::size_t index = 0;  // as written: a warm probe is none of its own
  for (const ProbeConfig& probe : endpoint.probes) {
    const auto* const http = std::get_if<HttpOptions>(&probe.options);
    if (http != nullptr && http->follows) --index;
    const std::vector<ValuePath> maps{below(map, "probes[" + std::to_string(index++) + "]"), map,
                                      below(main_file, "probing")};
    const std::string probe_path = path + ".probes[" + probe.label + "]";
    list.add(probe_path, "interval", shown(probe.interval), maps);
    list.add(probe_path, "timeout", shown(probe.timeout), maps);
    if (http == nullptr) continue;
    for (const std::string& header : http->headers) {
      const std::string name = header.substr(0, header.find(':'));
      list.add(probe_path, "headers." + name, std::string(secret), {maps.front()});
    }
  }
}

void add_prefix(ValueList& list, const Config& config, const ConnectionConfig& connection,
                const std::vector<ValuePath>& connection_maps, std::size_t index) {
  const PrefixConfig& prefix = connection.prefixes[index];
  const std::string path = "connections[" + connection.name + "].prefixes[" + prefix.label + "]";
  std::vector<ValuePath> own;
  for (const ValuePath& map : connection_maps) {
    const bool is_overlay = &map != &connection_maps.back();
    own.push_back(below(
        map, is_overlay ? "prefixes." + prefix.label : "prefixes[" + std::to_string(index) + "]"));
  }
  if (prefix.source) list.add(path, "source", prefix.source->to_string(), own);
  if (!prefix.interface.empty()) list.add(path, "interface", prefix.interface, own);
  if (prefix.mark) list.add(path, "mark", std::to_string(*prefix.mark), own);
  if (prefix.dscp != 0) list.add(path, "dscp", std::to_string(prefix.dscp), own);
  std::vector<ValuePath> maps = own;
  maps.insert(maps.end(), connection_maps.begin(), connection_maps.end());
  maps.push_back(main_file);
  add_alerts(list, path, prefix.alerts, maps);
  for (const std::size_t e : connection.endpoints) {
    const EndpointConfig& endpoint = config.endpoints[e];
    const AlertConfig alerts = alerts_of_path(prefix.alerts, endpoint.alerts);
    if (alerts == prefix.alerts || !has_path(prefix, endpoint)) continue;
    std::vector<ValuePath> of_path{list.origins().endpoints.at(endpoint.name)};
    of_path.insert(of_path.end(), maps.begin(), maps.end());
    add_alerts(list, path + ".endpoints[" + endpoint.name + "]", alerts, of_path, &prefix.alerts);
  }
}

std::vector<std::string> names_of_endpoints(const Config& config,
                                            const ConnectionConfig& connection) {
  std::vector<std::string> names;
  for (const std::size_t e : connection.endpoints) names.push_back(config.endpoints[e].name);
  return names;
}

void add_location(ValueList& list, const std::string& path, const Location& location,
                  const std::vector<ValuePath>& maps) {
  list.add(path, "location.country", location.country, maps);
  if (!location.state.empty()) list.add(path, "location.state", location.state, maps);
  if (!location.city.empty()) list.add(path, "location.city", location.city, maps);
  if (!location.latitude) return;
  list.add(path, "location.latitude", shown(*location.latitude), maps);
  list.add(path, "location.longitude", shown(*location.longitude), maps);
}

void add_connection(ValueList& list, const Config& config, const ConnectionConfig& connection) {
  const std::vector<ValuePath>& maps = list.origins().connections.at(connection.name);
  const std::string path = "connections[" + connection.name + "]";
  list.add(path, "name", connection.name, maps);
  if (!connection.was.empty()) list.add(path, "was", connection.was, maps);
  if (!connection.site.empty()) list.add(path, "site", connection.site, maps);
  list.add(path, "partner", connection.partner, maps);
  add_location(list, path, connection.location, maps);
  list.add(path, "endpoints", shown(names_of_endpoints(config, connection)), maps);
  if (!connection.redundancy_group.empty()) {
    list.add(path, "redundancy_group", connection.redundancy_group, maps);
  }
  for (const auto& [name, value] : connection.labels) {
    list.add(path, "labels." + name, value, maps);
  }
  list.add(path, "standby", shown(connection.standby), maps);
  if (!connection.edge.primary.empty()) {
    list.add(path, "edge.primary", shown(connection.edge.primary), maps);
    list.add(path, "edge.backup", shown(connection.edge.backup), maps);
  }
  for (std::size_t p = 0; p < connection.prefixes.size(); ++p) {
    add_prefix(list, config, connection, maps, p);
  }
}

}  // namespace

std::vector<EffectiveValue> effective_values(const LoadedConfig& loaded) {
  const Config& config = loaded.config;
  ValueList list(*loaded.origins);
  if (!config.site.empty()) list.add({}, "site", config.site, {main_file});
  add_web(list, config.web);
  add_probing(list, config);
  if (config.service_tags) {
    list.add({}, "service_tags", service_tags_text(*config.service_tags), {main_file});
  }
  for (const EndpointConfig& endpoint : config.endpoints) add_endpoint(list, endpoint);
  for (const ConnectionConfig& connection : config.connections) {
    add_connection(list, config, connection);
  }
  return list.take();
}

}  // namespace peeringd
