// The names of all labels on /metrics, in one list. The configuration refuses those that a
// connection's own labels would repeat: Prometheus drops a whole page with a label given twice.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace peeringd {

/// Labels that peeringd puts on peering_connection_info, which also has the user's own labels.
inline constexpr std::array<std::string_view, 9> connection_info_labels{
    "city",    "connection", "country",          "latitude", "longitude",
    "partner", "prefixes",   "redundancy_group", "state"};

/// Labels that Prometheus adds to every series, or that have a meaning of their own to it.
inline constexpr std::array<std::string_view, 4> prometheus_labels{"instance", "job", "le",
                                                                   "quantile"};

/// Labels of all other metrics. A connection may have them as labels of its own.
inline constexpr std::array<std::string_view, 23> other_metric_labels{
    "address",  "compiler", "endpoint",       "family", "group", "host",   "interface", "method",
    "metro",    "network",  "outside_prefix", "phase",  "pop",   "prefix", "probe",     "reason",
    "severity", "signal",   "site",           "source", "tier",  "to",     "version"};

template <std::size_t size>
constexpr bool is_among(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether a connection must not have a label of its own with this name.
constexpr bool is_reserved_label(std::string_view name) {
  return is_among(connection_info_labels, name) || is_among(prometheus_labels, name);
}

}  // namespace peeringd
