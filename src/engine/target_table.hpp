// All targets at run time, each in a slot that it keeps as long as it is configured, whatever else
// comes and goes: what is under way knows its target by the slot's number.
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
  /// Slots by what has happened to their targets.
  struct Change {
    std::vector<std::uint32_t> begun;  ///< new, or not probed as before: no tick is planned for it
    std::vector<std::uint32_t> ended;  ///< its ticks are to be cancelled, as those of the begun
  };

  /// By slot, whether what it has in flight has to be given up before the plan is adopted.
  std::vector<bool> interrupted_slots(const ReloadPlan& plan) const;

  /// Brings the plan's targets in. Counters go on wherever the name does; the histogram with them,
  /// unless its bounds are others. A slot that has become free is used again by later plans only.
  Change adopt(ReloadPlan plan);

  /// By number. Free ones among them: such a target is never due, and was never probed.
  std::vector<TargetState>& slots() { return slots_; }
  const std::vector<TargetState>& slots() const { return slots_; }

  /// The slots in use, in the order of expand_targets().
  std::span<const std::uint32_t> order() const { return order_; }

 private:
  std::uint32_t take_slot(TargetState state);
  void link(const Config& config);

  std::vector<TargetState> slots_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> free_;
};

}  // namespace peeringd
