// The names of all labels on /metrics, in one list. A connection must not have labels of its own
// with these names: Prometheus rejects a page with a duplicate label, and a query that joins
// peering_connection_info with another metric would mix the two up.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace peeringd {

/// Sorted. The labels that peeringd sets, and those that Prometheus adds (`instance`, `job`).
inline constexpr std::array<std::string_view, 51> label_names{"address",
                                                              "anomaly_as",
                                                              "bgp_peer",
                                                              "bmp_router",
                                                              "city",
                                                              "compiler",
                                                              "connection",
                                                              "country",
                                                              "endpoint",
                                                              "event_type",
                                                              "family",
                                                              "history_tier",
                                                              "host",
                                                              "instance",
                                                              "interface",
                                                              "job",
                                                              "latitude",
                                                              "le",
                                                              "location",
                                                              "longitude",
                                                              "method",
                                                              "metro",
                                                              "network",
                                                              "origin_as",
                                                              "outside_prefix",
                                                              "page",
                                                              "partner",
                                                              "peer_as",
                                                              "phase",
                                                              "pop",
                                                              "pop_site",
                                                              "prefix",
                                                              "prefixes",
                                                              "probe",
                                                              "quantile",
                                                              "range",
                                                              "reason",
                                                              "redundancy_group",
                                                              "result",
                                                              "rpki_state",
                                                              "session_role",
                                                              "severity",
                                                              "sha256",
                                                              "signal",
                                                              "site",
                                                              "source",
                                                              "source_name",
                                                              "state",
                                                              "to",
                                                              "upstream_as",
                                                              "version"};

/// Whether a connection must not have a label of its own with this name.
constexpr bool is_reserved_label(std::string_view name) {
  return std::find(label_names.begin(), label_names.end(), name) != label_names.end();
}

}  // namespace peeringd
