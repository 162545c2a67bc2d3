#include "fleet/branch_inventory.hpp"

#include <utility>

namespace peeringd {
namespace {

constexpr Duration all_interval = std::chrono::minutes{5};
constexpr Duration recent_interval = std::chrono::minutes{1};

bool passed(const std::optional<MonotonicTime>& since, MonotonicTime now, Duration interval) {
  return !since || now - *since >= interval;
}

}  // namespace

bool BranchInventory::List::whole() const {
  return week && week->warnings.empty() && (!recent || recent->warnings.empty());
}

BranchInventory::Ask BranchInventory::due(MonotonicTime now, bool lacks, bool partial) {
  const bool whole_again = was_partial_ && !partial;
  was_partial_ = partial;
  recent_wanted_ = recent_wanted_ || lacks;
  all_wanted_ = all_wanted_ || (whole_again && all_partial_);
  const bool again = all_wanted_ && passed(all_at_, now, recent_interval);
  if (again || passed(all_at_, now, all_interval)) {
    all_at_ = now;
    recent_wanted_ = all_wanted_ = false;
    return Ask::all;
  }
  // Its warning must not outlast what it warns of.
  const bool at_once = whole_again && !latest_.whole();
  const bool wanted = recent_wanted_ && passed(recent_at_, now, recent_interval);
  if (!at_once && !wanted) return Ask::nothing;
  recent_at_ = now;
  recent_wanted_ = false;
  return Ask::recent;
}

void BranchInventory::note(WallTime now) {
  latest_.time = now;
  if (latest_.whole()) whole_ = latest_;
}

void BranchInventory::take_recorded(PromAnswer answer, WallTime now) {
  latest_.week = std::move(answer);
  latest_.recent.reset();
  note(now);
}

void BranchInventory::take_week(PromAnswer answer, WallTime now) {
  latest_.week = std::move(answer);
  note(now);
}

void BranchInventory::take_recent(PromAnswer answer, WallTime now) {
  latest_.recent = std::move(answer);
  note(now);
}

// A record continues while a shard does not answer, so its age tells nothing then. What was
// delivered at the time of the last complete list is missing, not dark.
void BranchInventory::add_to(FleetState& state, bool partial) const {
  const auto partial_at = partial ? std::optional(whole_.time) : std::nullopt;
  for (const auto* const part : {&latest_.week, &latest_.recent}) {
    if (*part) add_inventory(state, **part, partial_at);
  }
  for (const auto* const part : {&whole_.week, &whole_.recent}) {
    if (*part) add_missing(state, **part);
  }
}

}  // namespace peeringd
