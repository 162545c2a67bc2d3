#include "report/targets_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "base/duration.hpp"
#include "connection/expand_targets.hpp"
#include "connection/source_choice.hpp"
#include "model/config.hpp"
#include "model/probe_traits.hpp"
#include "model/target.hpp"
#include "report/table.hpp"

namespace peeringd {
namespace {

std::string source_text(const SourceChoice& choice) {
  if (!choice.source) return "not probed: " + choice.problem;
  return choice.source->address.to_string() + " on " + choice.interface;
}

Row row_of(const Config& config, const Target& target, const LocalNetwork& network) {
  const ProbeConfig& probe = probe_of(config, target);
  const EndpointConfig& endpoint = endpoint_of(config, target);
  return {connection_of(config, target).name,
          prefix_of(config, target).label,
          endpoint.name,
          probe.label,
          endpoint.host,
          format_duration(probe.interval),
          format_duration(probe.timeout),
          source_text(choose_source(prefix_of(config, target), network))};
}

// The daily load of each prefix, 0 if it is not probed.
std::vector<Row> load_rows(const Config& config, const LocalNetwork& network) {
  std::vector<Row> rows{{"CONNECTION", "PREFIX", "PROBES A DAY TO MICROSOFT"}};
  for (const PrefixLoad& load : probe_loads(config)) {
    const ConnectionConfig& connection = config.connections[load.connection];
    const PrefixConfig& prefix = connection.prefixes[load.prefix];
    const bool probed = choose_source(prefix, network).source.has_value();
    rows.push_back({connection.name, prefix.label,
                    probed ? fmt::format("{:.0f}", load.probes_a_day) : "0: not probed"});
  }
  return rows;
}

constexpr Duration one_day = std::chrono::hours{24};

double daily(const ProbeConfig& probe) {
  return traits_of(probe.options).burst * (to_seconds(one_day) / to_seconds(probe.interval));
}

}  // namespace

std::string targets_table(const Config& config, const LocalNetwork& network) {
  std::vector<Row> rows{
      {"CONNECTION", "PREFIX", "ENDPOINT", "PROBE", "HOST", "INTERVAL", "TIMEOUT", "FROM"}};
  for (const Target& target : expand_targets(config)) {
    rows.push_back(row_of(config, target, network));
  }
  return format_table(rows) + "\n" + format_table(load_rows(config, network));
}

std::vector<PrefixLoad> probe_loads(const Config& config) {
  std::vector<PrefixLoad> loads;
  for (std::uint32_t c = 0; c < config.connections.size(); ++c) {
    const auto prefixes = static_cast<std::uint32_t>(config.connections[c].prefixes.size());
    for (std::uint32_t p = 0; p < prefixes; ++p) loads.push_back({c, p, 0});
  }
  auto load = loads.begin();  // targets are in the same order
  for_each_target(config, [&](const Target& target) {
    while (load->connection != target.connection || load->prefix != target.prefix) ++load;
    if (measures_edge(config, target)) load->probes_a_day += daily(probe_of(config, target));
  });
  return loads;
}

std::string sites_line(const Config& config) {
  std::set<std::string_view> sites;
  std::size_t own = 0;
  for (const ConnectionConfig& connection : config.connections) {
    if (!connection.site.empty()) sites.insert(connection.site);
    if (connection.site.empty() || connection.site == config.site) ++own;
  }
  if (sites.empty()) return {};
  std::string text = fmt::format("sites: {}", sites.size());
  if (!config.site.empty()) {
    text += fmt::format("; this host is at {}, connections: {}", config.site, own);
  }
  return text + "\n";
}

std::string probe_load_line(const Config& config) {
  const std::vector<PrefixLoad> loads = probe_loads(config);
  double least = loads.front().probes_a_day;
  double most = 0;
  double all = 0;
  for (const PrefixLoad& load : loads) {
    least = std::min(least, load.probes_a_day);
    most = std::max(most, load.probes_a_day);
    all += load.probes_a_day;
  }
  std::string text = "probes a day to Microsoft: ";
  if (least < most) text += fmt::format("{:.0f} to ", least);
  text += fmt::format("{:.0f} per prefix", most);
  if (loads.size() > 1) text += fmt::format(", {:.0f} in total", all);
  return text + "\n";
}

}  // namespace peeringd
