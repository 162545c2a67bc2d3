#include "model/edge_paths.hpp"

namespace peeringd {

bool has_path(const PrefixConfig& prefix, const EndpointConfig& endpoint) {
  return !endpoint.address || prefix.automatic() ||
         family_of(*endpoint.address) == prefix.prefix->family();
}

bool is_probed(const PrefixConfig& prefix, const EndpointConfig& endpoint,
               const ProbeConfig& probe) {
  if (!has_path(prefix, endpoint)) return false;
  const auto* const dns = std::get_if<DnsOptions>(&probe.options);
  return dns == nullptr || !dns->server || prefix.automatic() ||
         family_of(*dns->server) == prefix.prefix->family();
}

std::uint64_t probes_in(Duration window, const ProbeConfig& probe) {
  if (probe.interval <= Duration{}) return 0;  // a mistake in it was reported
  const auto ticks = (window + probe.interval - Duration{1}) / probe.interval;
  return static_cast<std::uint64_t>(ticks) * burst_of(probe.options);
}

bool measures_edge(const EndpointConfig& endpoint, const ProbeConfig& probe) {
  return !endpoint.egress_only && !std::holds_alternative<DnsOptions>(probe.options);
}

std::uint64_t edge_probes_in(Duration window, const EndpointConfig& endpoint) {
  std::uint64_t probes = 0;
  for (const ProbeConfig& probe : endpoint.probes) {
    if (measures_edge(endpoint, probe)) probes += probes_in(window, probe);
  }
  return probes;
}

}  // namespace peeringd
