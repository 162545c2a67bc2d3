#include "report/targets_report.hpp"

#include <fmt/format.h>

#include "base/duration.hpp"
#include "connection/expand_targets.hpp"
#include "connection/source_choice.hpp"
#include "model/config.hpp"
#include "model/target.hpp"
#include "report/probe_load.hpp"
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

// What the prefixes send, where they are probed at all.
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

}  // namespace

std::string targets_table(const Config& config, const LocalNetwork& network) {
  std::vector<Row> rows{
      {"CONNECTION", "PREFIX", "ENDPOINT", "PROBE", "HOST", "INTERVAL", "TIMEOUT", "FROM"}};
  for (const Target& target : expand_targets(config)) {
    rows.push_back(row_of(config, target, network));
  }
  return format_table(rows) + "\n" + format_table(load_rows(config, network));
}

}  // namespace peeringd
