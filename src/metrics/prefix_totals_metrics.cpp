// Counters and round-trip times of each prefix since the start, over its targets of the Microsoft
// edge: what a fleet sends to its centre instead of the targets' own.
#include <algorithm>
#include <array>
#include <map>

#include "geo/places.hpp"
#include "metrics/items.hpp"
#include "model/config.hpp"
#include "model/prefix_totals.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

template <std::uint64_t ProbeCounters::*count>
constexpr auto total = [](const PrefixItem& item) {
  const auto& totals = item.rollup.totals;
  return totals ? std::optional((*totals).*count) : std::nullopt;
};

// The reasons for which probes of the prefix can be lost, and those that removed ones were lost
// for.
std::array<bool, loss_reason_names.size()> reasons_of(const PrefixItem& item) {
  const Config& config = *item.snapshot.config;
  std::array<bool, loss_reason_names.size()> possible{};
  for (std::size_t i = 0; i < possible.size(); ++i) possible[i] = item.rollup.totals->lost[i] > 0;
  for (const TargetSnapshot& target : item.targets()) {
    if (!measures_edge(config, target.target)) continue;
    for (const LossReason reason :
         traits_of(probe_of(config, target.target).options).loss_reasons) {
      possible[index_of(reason)] = true;
    }
  }
  return possible;
}

void add_lost_total(Series& out, const PrefixItem& item) {
  if (!item.rollup.totals) return;
  const auto possible = reasons_of(item);
  for (std::size_t i = 0; i < possible.size(); ++i) {
    if (!possible[i]) continue;
    out.add(with(item.labels(), "reason", loss_reason_names[i]), item.rollup.totals->lost[i]);
  }
}

void add_histogram(Series& out, const PrefixItem& item) {
  if (!item.rollup.totals) return;
  out.add(item.labels(), item.prefix.totals.round_trips, prefix_rtt_bounds());
}

constexpr Metric<PrefixItem> total_rows[]{
    {Type::Histogram, "peering_prefix_rtt_seconds",
     "Round-trip times of all answered probes from the prefix to the Microsoft edge, since the "
     "start. The buckets are the same on every host.",
     add_histogram},
    {Type::Counter, "peering_prefix_probes_sent_total",
     "Probes sent from the prefix to the Microsoft edge, excluding DNS probes and probes of egress "
     "servers.",
     total<&ProbeCounters::sent>},
    {Type::Counter, "peering_prefix_probes_received_total",
     "Probes from the prefix to the Microsoft edge that were answered within their timeout.",
     total<&ProbeCounters::received>},
    {Type::Counter, "peering_prefix_probes_lost_total",
     "Probes sent from the prefix to the Microsoft edge and lost, by reason.", add_lost_total},
    {Type::Counter, "peering_prefix_probes_inconclusive_total",
     "Probes from the prefix to the Microsoft edge whose answer this host may have missed.",
     total<&ProbeCounters::inconclusive>},
    {Type::Gauge, "peering_prefix_probes_in_flight",
     "Probes from the prefix to the Microsoft edge that can still be answered within their "
     "timeout.",
     total<&ProbeCounters::in_flight>},
};

// The PoP that answers most endpoints of the prefix; of several, the first by name.
const EdgePop* main_pop(std::span<const PathRollup> paths) {
  std::map<std::string_view, std::pair<std::size_t, const EdgePop*>> by_code;
  for (const PathRollup& path : paths) {
    if (!path.pop.current) continue;
    auto& [count, pop] = by_code[path.pop.current->code];
    ++count;
    pop = &*path.pop.current;
  }
  const auto most = std::max_element(
      by_code.begin(), by_code.end(),
      [](const auto& one, const auto& other) { return one.second.first < other.second.first; });
  return most == by_code.end() ? nullptr : most->second.second;
}

constexpr Metric<PrefixItem> main_pop_rows[]{
    {Type::Gauge, "peering_prefix_edge_pop_info",
     "Confirmed edge PoP that answers most endpoints of the prefix, with its metro and country, "
     "empty if unknown. Always 1.",
     [](Series& out, const PrefixItem& item) {
       const EdgePop* pop = main_pop(item.paths);
       if (pop == nullptr) return;
       const auto metro = find_metro(pop->code);
       Labels labels = with(item.labels(), "pop", pop->code);
       labels.push_back({"metro", metro ? std::string(metro->name) : ""});
       labels.push_back({"country", metro ? std::string(metro->country) : ""});
       out.add(std::move(labels), 1.0);
     }},
};

}  // namespace

const Metrics<PrefixItem> prefix_totals_metrics{total_rows};
const Metrics<PrefixItem> prefix_pop_metrics{main_pop_rows};

}  // namespace peeringd
