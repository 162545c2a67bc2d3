#include "config/edge_paths.hpp"

namespace peeringd {

bool has_path(const PrefixConfig& prefix, const EndpointConfig& endpoint) {
  return !endpoint.address || prefix.automatic() ||
         family_of(*endpoint.address) == prefix.prefix->family();
}

bool measures_edge(const EndpointConfig& endpoint, const ProbeConfig& probe) {
  return !endpoint.egress_only && !std::holds_alternative<DnsOptions>(probe.options);
}

std::uint64_t edge_probes_in(Duration window, const EndpointConfig& endpoint) {
  std::uint64_t probes = 0;
  for (const ProbeConfig& probe : endpoint.probes) {
    if (!measures_edge(endpoint, probe)) continue;
    const auto ticks = (window + probe.interval - Duration{1}) / probe.interval;
    probes += static_cast<std::uint64_t>(ticks) * burst_of(probe.options);
  }
  return probes;
}

}  // namespace peeringd
