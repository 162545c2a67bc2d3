// What a new configuration changes: which targets continue, begin and end. Pure; any thread. With
// many targets it takes too long for the probing loop.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/target_state.hpp"

namespace peeringd {

/// A target of the new configuration.
struct PlannedTarget {
  Target target;
  /// Position of the target with the same name in the old configuration, whose counters continue.
  std::optional<std::uint32_t> before;
  /// Index into ReloadPlan::fresh if it is new or not probed as before; none if it continues
  /// unchanged, probes in flight included.
  std::optional<std::uint32_t> fresh;
};

struct ReloadPlan {
  std::shared_ptr<const Config> before;  ///< null at the start
  std::shared_ptr<const Config> after;
  std::vector<PlannedTarget> targets;  ///< in the order of expand_targets()
  /// The states that targets begin with, in one block, which is freed as one.
  std::vector<TargetState> fresh;
  /// For each old target, whether its probes in flight are abandoned: it ends, or is not probed as
  /// before.
  std::vector<bool> interrupted;

  std::size_t unchanged() const;
  std::size_t altered() const;
  std::size_t added() const;
  std::size_t removed() const;
};

/// Plans the change from `before`, which may be null, to `after`. Targets are matched by name
/// (`connection/prefix/endpoint/probe`). A target is probed as before if its destination, source
/// and probe are unchanged. First ticks are computed from `now`.
ReloadPlan plan_reload(std::shared_ptr<const Config> before, std::shared_ptr<const Config> after,
                       MonotonicTime now);

}  // namespace peeringd
