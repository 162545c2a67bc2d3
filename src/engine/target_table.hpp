// All targets at run time. Each keeps its slot as long as it is configured, so that ticks and
// probes in flight can refer to it by the slot's number across reloads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/reload_plan.hpp"
#include "engine/target_state.hpp"
#include "model/prefix_totals.hpp"

namespace peeringd {

/// One thread.
class TargetTable {
 public:
  /// Slots by what happened to their targets. The caller cancels the ticks of all of them.
  struct Change {
    std::vector<std::uint32_t> begun;  ///< new, or not probed as before
    std::vector<std::uint32_t> ended;
    std::vector<SeriesEnd> ended_series;  ///< of ended targets, and of those whose counters are new
  };

  /// By slot, whether its probes in flight must be abandoned before the plan is adopted.
  std::vector<bool> interrupted_slots(const ReloadPlan& plan) const;

  /// Applies the plan. A target that keeps its name keeps its counters, and its histogram unless
  /// the bounds have changed. A prefix that keeps its name keeps its totals. A slot that becomes
  /// free is used again by later plans only.
  Change adopt(ReloadPlan plan);

  /// The target in a slot, which contains() must allow. In a free slot: one that is never due, and
  /// was never probed. References are valid until the next adopt().
  TargetState& operator[](std::uint32_t slot) { return slots_[slot]; }
  const TargetState& operator[](std::uint32_t slot) const { return slots_[slot]; }
  bool contains(std::uint32_t slot) const { return slot < slots_.size(); }

  /// By prefix, in the order of the configuration.
  std::span<const PrefixTotals> prefix_totals() const { return prefix_totals_; }

  /// Adds the round-trip time of a probe that record_answer() counted as received to the totals of
  /// the target's prefix, if it measures the edge.
  void add_to_prefix(const TargetState& state, Duration round_trip) {
    if (!state.measures_edge) return;
    prefix_totals_[state.active_prefix].round_trips.observe(round_trip, prefix_rtt_bounds());
  }

  /// Free ones included: all slots are below.
  std::size_t slot_count() const { return slots_.size(); }

  /// The slots in use, in the order of expand_targets().
  std::span<const std::uint32_t> order() const { return order_; }

 private:
  std::uint32_t take_slot(TargetState state);
  void link(const Config& config);
  void end_in_prefix(const SeriesEnd& end, std::uint32_t prefix);

  std::vector<TargetState> slots_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> free_;
  std::vector<PrefixTotals> prefix_totals_;  // by TargetState::active_prefix
  SeriesId next_series_ = 1;
};

}  // namespace peeringd
