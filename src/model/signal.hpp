// The quantities that alerts evaluate.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace peeringd {

enum class Signal : std::uint8_t {
  latency,          ///< median round-trip time, seconds
  loss,             ///< ratio
  jitter,           ///< seconds
  cert_expiry,      ///< seconds until the certificate expires
  pop_change,       ///< 1 for the length of the window after the PoP has changed, else 0
  egress_mismatch,  ///< 1 while STUN servers see an address outside the prefix, else 0
  resolve,          ///< 1 if names have not resolved for 5 min, 2 if no address is left, else 0
  edge_location,    ///< 1 while a PoP of no expected location answers, else 0
  edge_address,     ///< 1 (2 if critical) while an address outside published ranges answers, else 0
  down,             ///< 1 while probes are sent and none is answered, else 0
  no_source,        ///< 1 while probes cannot be sent for lack of a source, else 0
  endpoint_down,    ///< number of endpoints that no longer answer, while others do
  rejected,         ///< 1 while hosts answer, but reject every probe, else 0
  flapping,         ///< 1 while there have been three outages within an hour, else 0
  // Of routes, in the order of RouteSignal: 2 while the state is bad, 1 while it is only worth a
  // warning, else 0.
  route_origin,
  route_backup_origin,
  route_more_specific,
  route_withdrawn,
  route_backup_withdrawn,
  route_upstream,
  route_rpki_invalid,
  route_visibility,  ///< ratio of the RIS peers that have the prefix
  not_measured,      ///< 1 while the other signals have no result, else 0
};

/// The names, indexed by Signal: values of the `signal` label, and keys of the configuration.
inline constexpr std::array<std::string_view, 23> signal_names{"latency",
                                                               "loss",
                                                               "jitter",
                                                               "cert_expiry",
                                                               "pop_change",
                                                               "egress_mismatch",
                                                               "resolve",
                                                               "edge_location",
                                                               "edge_address",
                                                               "down",
                                                               "no_source",
                                                               "endpoint_down",
                                                               "rejected",
                                                               "flapping",
                                                               "route_origin",
                                                               "route_backup_origin",
                                                               "route_more_specific",
                                                               "route_withdrawn",
                                                               "route_backup_withdrawn",
                                                               "route_upstream",
                                                               "route_rpki_invalid",
                                                               "route_visibility",
                                                               "not_measured"};

inline constexpr std::size_t index_of(Signal signal) {
  return static_cast<std::size_t>(signal);
}

/// True for signals of figures that probes measured in the window; false for observations.
inline constexpr bool is_measured(Signal signal) {
  return signal == Signal::latency || signal == Signal::loss || signal == Signal::jitter;
}

/// True for signals of routes.
inline constexpr bool is_of_routes(Signal signal) {
  return signal >= Signal::route_origin && signal <= Signal::route_visibility;
}

/// True for signals that no probe measures: while one is not known, the others alone decide the
/// result.
inline constexpr bool may_be_unknown(Signal signal) {
  return signal == Signal::edge_address || is_of_routes(signal);
}

inline std::string_view name_of(Signal signal) {
  return signal_names[index_of(signal)];
}

}  // namespace peeringd
