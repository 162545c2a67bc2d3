// Figures of each prefix over the window, the source of its probes, and its egress.
#include "metrics/items.hpp"

namespace peeringd {
namespace {

constexpr Metric<PrefixItem> prefix_statistic_rows[]{
    {Type::Gauge, "peering_prefix_window_rtt_seconds",
     "Median round-trip time from the prefix to all endpoints, weighted equally, over the window. "
     "Comparable with Azure's RegisteredPrefixLatency.",
     [](const PrefixItem& item) { return item.rollup.figures.median(); }},
    {Type::Gauge, "peering_prefix_window_loss_ratio",
     "Mean loss ratio of the prefix's endpoints, over the window.",
     [](const PrefixItem& item) { return item.rollup.figures.loss_ratio; }},
    {Type::Gauge, "peering_prefix_window_jitter_seconds",
     "Mean jitter of the prefix's endpoints, over the window.",
     [](const PrefixItem& item) { return item.rollup.figures.jitter; }},
};

constexpr Metric<PrefixItem> egress_metric_rows[]{
    {Type::Gauge, "peering_prefix_egress_verified",
     "1 if STUN servers saw the probes come from inside the prefix, 0 if from elsewhere. Absent "
     "without a confirmed address in the window.",
     [](const PrefixItem& item) {
       const PrefixEgress& egress = item.rollup.egress;
       return egress.address ? std::optional(egress.inside_prefix) : std::nullopt;
     }},
    {Type::Counter, "peering_prefix_egress_unconfirmed_total",
     "STUN answers with an address not yet confirmed by three answers.",
     [](const PrefixItem& item) {
       const std::uint64_t unconfirmed = item.rollup.egress.unconfirmed;
       return unconfirmed > 0 ? std::optional(unconfirmed) : std::nullopt;
     }},
};

constexpr Metric<PrefixItem> edge_location_rows[]{
    {Type::Gauge, "peering_prefix_edge_location_info",
     "Which configured Peering Service location serves the prefix: location is primary, backup or "
     "other. Absent if none is configured or no PoP is known. Always 1.",
     [](Series& out, const PrefixItem& item) {
       const auto& location = item.rollup.edge_location;
       if (!location) return;
       out.add(with(item.labels(), "location",
                    edge_location_names[static_cast<std::size_t>(*location)]),
               1.0);
     }},
};

constexpr Metric<PrefixItem> source_metric_rows[]{
    {Type::Gauge, "peering_prefix_source_up",
     "1 if the prefix can be probed: it has a local address, and the configured interface, if any, "
     "has carrier. 0: it is not probed.",
     [](const PrefixItem& item) { return item.prefix.choice.source.has_value(); }},
    {Type::Counter, "peering_resolve_failures_total",
     "Lookups of endpoint names from the prefix that failed. Absent without names to look up.",
     [](const PrefixItem& item) {
       const PrefixNames& names = item.rollup.names;
       return names.count > 0 ? std::optional(names.failures) : std::nullopt;
     }},
    {Type::Gauge, "peering_resolve_last_success_timestamp_seconds",
     "Unix time of the last successful lookup of an endpoint name from the prefix. Absent before "
     "the first one.",
     [](const PrefixItem& item) -> std::optional<double> {
       const auto& at = item.rollup.names.last_success;
       if (!at) return std::nullopt;
       return to_seconds(item.instant.wall_of(*at).time_since_epoch());
     }},
};

constexpr Metric<PrefixItem> address_info_rows[]{
    {Type::Gauge, "peering_prefix_egress_info",
     "Last confirmed address that STUN servers saw the probes come from. Always 1.",
     [](Series& out, const PrefixItem& item) {
       const auto& address = item.rollup.egress.address;
       if (address) out.add(with(item.labels(), "address", address->to_string()), 1.0);
     }},
    {Type::Gauge, "peering_prefix_source_info",
     "Source of the prefix's probes. outside_prefix=\"true\": the configured source is outside the "
     "prefix, behind NAT. Always 1.",
     [](Series& out, const PrefixItem& item) {
       const SourceChoice& choice = item.prefix.choice;
       if (!choice.source) return;
       Labels labels = with(item.labels(), "source", choice.source->address.to_string());
       labels.push_back({"interface", choice.interface});
       labels.push_back({"network", choice.network});
       labels.push_back({"outside_prefix", choice.outside_prefix ? "true" : "false"});
       out.add(std::move(labels), 1.0);
     }},
};

}  // namespace

const Metrics<PrefixItem> prefix_statistics{prefix_statistic_rows};
const Metrics<PrefixItem> egress_metrics{egress_metric_rows};
const Metrics<PrefixItem> edge_location_metrics{edge_location_rows};
const Metrics<PrefixItem> source_metrics{source_metric_rows};
const Metrics<PrefixItem> address_infos{address_info_rows};

}  // namespace peeringd
