// All targets at run time. Each keeps its slot as long as it is configured, so that ticks and
// probes in flight can refer to it by the slot's number across reloads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/reload_plan.hpp"
#include "engine/target_state.hpp"

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
  /// the bounds have changed. A slot that becomes free is used again by later plans only.
  Change adopt(ReloadPlan plan);

  /// The target in a slot, which contains() must allow. In a free slot: one that is never due, and
  /// was never probed. References are valid until the next adopt().
  TargetState& operator[](std::uint32_t slot) { return slots_[slot]; }
  const TargetState& operator[](std::uint32_t slot) const { return slots_[slot]; }
  bool contains(std::uint32_t slot) const { return slot < slots_.size(); }

  /// Free ones included: all slots are below.
  std::size_t slot_count() const { return slots_.size(); }

  /// The slots in use, in the order of expand_targets().
  std::span<const std::uint32_t> order() const { return order_; }

 private:
  std::uint32_t take_slot(TargetState state);
  void link(const Config& config);

  std::vector<TargetState> slots_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> free_;
  SeriesId next_series_ = 1;
};

}  // namespace peeringd
