#include "model/edge_paths.hpp"

#include "model/probe_traits.hpp"

namespace peeringd {

bool has_path(const PrefixConfig& prefix, const EndpointConfig& endpoint) {
  return !endpoint.address || prefix.automatic() ||
         family_of(*endpoint.address) == prefix.prefix->family();
}

bool is_probed(const PrefixConfig& prefix, const EndpointConfig& endpoint,
               const ProbeConfig& probe) {
  if (!has_path(prefix, endpoint)) return false;
  const auto destination = traits_of(probe.options).destination;
  return !destination || prefix.automatic() || family_of(*destination) == prefix.prefix->family();
}

std::uint64_t probes_in(Duration window, const ProbeConfig& probe) {
  if (probe.interval <= Duration{}) return 0;  // a mistake in it was reported
  const auto ticks = (window + probe.interval - Duration{1}) / probe.interval;
  return static_cast<std::uint64_t>(ticks) * traits_of(probe.options).burst;
}

bool measures_edge(const EndpointConfig& endpoint, const ProbeConfig& probe) {
  return !endpoint.egress_only && traits_of(probe.options).measures_edge;
}

std::uint64_t edge_probes_in(Duration window, const EndpointConfig& endpoint) {
  std::uint64_t probes = 0;
  for (const ProbeConfig& probe : endpoint.probes) {
    if (measures_edge(endpoint, probe)) probes += probes_in(window, probe);
  }
  return probes;
}

}  // namespace peeringd
