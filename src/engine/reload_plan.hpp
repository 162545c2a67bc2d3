// What another configuration changes: which targets go on and how, which begin, which end. Pure,
// and for any thread: with many targets it takes time that the probing loop does not have.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/target_state.hpp"

namespace peeringd {

/// A target of the configuration to come.
struct PlannedTarget {
  Target target;
  /// Its position among the targets of the configuration before, where one had the same name: its
  /// counters go on.
  std::optional<std::uint32_t> before;
  /// Its place in ReloadPlan::fresh when it is new, or when it is not probed as before; none: it
  /// goes on as it is, probes in flight included.
  std::optional<std::uint32_t> fresh;
};

struct ReloadPlan {
  std::shared_ptr<const Config> before;  ///< null at the start
  std::shared_ptr<const Config> after;
  std::vector<PlannedTarget> targets;  ///< in the order of expand_targets()
  /// What targets begin with. All in one piece, which goes back to the system as one.
  std::vector<TargetState> fresh;
  /// Of each target before, whether what it has in flight is given up: it ends, or is not probed
  /// as before.
  std::vector<bool> interrupted;

  std::size_t unchanged() const;
  std::size_t altered() const;
  std::size_t added() const;
  std::size_t removed() const;
};

/// From `before`, which may be null, to `after`. Targets are the same by their names
/// (`connection/prefix/endpoint/probe`), and probed as before when neither the destination nor the
/// source nor anything of the probe is another. What is due is reckoned from `now`.
ReloadPlan plan_reload(std::shared_ptr<const Config> before, std::shared_ptr<const Config> after,
                       MonotonicTime now);

}  // namespace peeringd
