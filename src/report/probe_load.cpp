#include "report/probe_load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connection/expand_targets.hpp"
#include "model/config.hpp"
#include "model/target.hpp"

namespace peeringd {
namespace {

constexpr Duration one_day = std::chrono::hours{24};

double daily(const ProbeConfig& probe) {
  return burst_of(probe.options) * (to_seconds(one_day) / to_seconds(probe.interval));
}

}  // namespace

std::vector<PrefixLoad> probe_loads(const Config& config) {
  std::vector<PrefixLoad> loads;
  for (std::uint32_t c = 0; c < config.connections.size(); ++c) {
    const auto prefixes = static_cast<std::uint32_t>(config.connections[c].prefixes.size());
    for (std::uint32_t p = 0; p < prefixes; ++p) loads.push_back({c, p, 0});
  }
  auto load = loads.begin();  // targets come in the same order
  for (const Target& target : expand_targets(config)) {
    while (load->connection != target.connection || load->prefix != target.prefix) ++load;
    if (measures_edge(config, target)) load->probes_a_day += daily(probe_of(config, target));
  }
  return loads;
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
  text += fmt::format("{:.0f} from a prefix", most);
  if (loads.size() > 1) text += fmt::format(", {:.0f} in all", all);
  return text + "\n";
}

}  // namespace peeringd
