#include "engine/target_table.hpp"

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

SeriesEnd end_of_series(const TargetState& state, const std::shared_ptr<const Config>& config) {
  return {state.series, config, state.target, state.unknown, state.ledger};
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
      if (!begin_anew(state, std::move(plan.fresh[*planned.fresh]), same_host)) {
        change.ended_series.push_back(before);
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
    slots_[slot] = no_target();
    free_.push_back(slot);
    change.ended.push_back(slot);
  }
  return change;
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
