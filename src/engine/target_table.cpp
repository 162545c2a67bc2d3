#include "engine/target_table.hpp"

#include <map>
#include <string_view>
#include <utility>

#include "model/config.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

// Index of each connection's first prefix among all prefixes.
std::vector<std::uint32_t> first_prefixes(const Config& config) {
  std::vector<std::uint32_t> first;
  first.reserve(config.connections.size());
  std::uint32_t count = 0;
  for (const ConnectionConfig& connection : config.connections) {
    first.push_back(count);
    count += static_cast<std::uint32_t>(connection.prefixes.size());
  }
  return first;
}

using PrefixName = std::pair<std::string_view, std::string_view>;

std::map<PrefixName, std::uint32_t> prefixes_by_name(const Config& config) {
  std::map<PrefixName, std::uint32_t> by_name;
  std::uint32_t index = 0;
  for (const ConnectionConfig& connection : config.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) {
      by_name.emplace(PrefixName(connection.name, prefix.label), index++);
    }
  }
  return by_name;
}

// The totals of the prefixes of `after`. Those with the same name continue. `before` may be null.
std::vector<PrefixTotals> continued(std::vector<PrefixTotals> totals, const Config* before,
                                    const Config& after) {
  std::vector<PrefixTotals> result;
  std::map<PrefixName, std::uint32_t> old;
  if (before != nullptr) old = prefixes_by_name(*before);
  for (const ConnectionConfig& connection : after.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) {
      const auto found = old.find(PrefixName(connection.name, prefix.label));
      result.push_back(found != old.end() ? std::move(totals[found->second]) : PrefixTotals{});
    }
  }
  return result;
}

SeriesEnd end_of_series(const TargetState& state, const std::shared_ptr<const Config>& config) {
  return {state.series, config, state.target, state.unknown, state.counters};
}

}  // namespace

std::vector<bool> TargetTable::interrupted_slots(const ReloadPlan& plan) const {
  std::vector<bool> interrupted(slots_.size(), false);
  for (std::size_t i = 0; i < order_.size(); ++i) interrupted[order_[i]] = plan.interrupted[i];
  return interrupted;
}

TargetTable::Change TargetTable::adopt(ReloadPlan plan) {
  Change change;
  const bool same_bounds = plan.before && plan.before->rtt_buckets == plan.after->rtt_buckets;
  const bool same_window = plan.before && plan.before->window == plan.after->window;
  std::vector<bool> ended(slots_.size(), false);
  for (const std::uint32_t slot : order_) ended[slot] = true;

  const std::vector<std::uint32_t> order_before = std::move(order_);
  order_.clear();
  order_.reserve(plan.targets.size());
  slots_.reserve(plan.targets.size());
  for (PlannedTarget& planned : plan.targets) {
    if (!planned.before) {
      order_.push_back(take_slot(std::move(plan.fresh[*planned.fresh])));
      change.begun.push_back(order_.back());
      continue;
    }
    const std::uint32_t slot = order_before[*planned.before];
    TargetState& state = slots_[slot];
    ended[slot] = false;
    order_.push_back(slot);
    if (planned.fresh) {
      const bool same_host = endpoint_of(*plan.before, state.target).host ==
                             endpoint_of(*plan.after, planned.target).host;
      const SeriesEnd before = end_of_series(state, plan.before);
      const std::uint32_t active_prefix = state.active_prefix;
      if (!begin_anew(state, std::move(plan.fresh[*planned.fresh]), same_host)) {
        change.ended_series.push_back(before);
        end_in_prefix(before, active_prefix);
        state.series = next_series_++;
      }
      change.begun.push_back(slot);
    } else {
      move_to(state, *plan.after, planned.target);
      if (!same_window) fit_window(state, *plan.after);
    }
    if (!same_bounds) state.round_trips = Histogram(plan.after->rtt_buckets.size());
  }
  link(*plan.after);
  for (const std::uint32_t slot : order_before) {
    if (!ended[slot]) continue;
    change.ended_series.push_back(end_of_series(slots_[slot], plan.before));
    end_in_prefix(change.ended_series.back(), slots_[slot].active_prefix);
    slots_[slot] = no_target();
    free_.push_back(slot);
    change.ended.push_back(slot);
  }
  prefix_totals_ = continued(std::move(prefix_totals_), plan.before.get(), *plan.after);
  return change;
}

// `prefix` is an index of the old configuration. The target has no probes in flight.
void TargetTable::end_in_prefix(const SeriesEnd& end, std::uint32_t prefix) {
  if (!measures_edge(*end.config, end.target)) return;
  ProbeCounters counted = counted_part(end.counters, end.unknown);
  counted.in_flight = 0;
  add_to(prefix_totals_[prefix].ended, counted);
}

std::uint32_t TargetTable::take_slot(TargetState state) {
  state.series = next_series_++;
  if (free_.empty()) {
    slots_.push_back(std::move(state));
    return static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  slots_[slot] = std::move(state);
  return slot;
}

// Links each target to its prefix, and a followed target to its follower, which comes right after
// it and has the same numbers.
void TargetTable::link(const Config& config) {
  const std::vector<std::uint32_t> first = first_prefixes(config);
  TargetState* before = nullptr;
  for (const std::uint32_t slot : order_) {
    TargetState& state = slots_[slot];
    state.active_prefix = first[state.target.connection] + state.target.prefix;
    state.follower.reset();
    if (traits_of(*state.options).follows_another) {
      before->follower = slot;
      state.cadence = before->cadence;
    }
    before = &state;
  }
}

}  // namespace peeringd
