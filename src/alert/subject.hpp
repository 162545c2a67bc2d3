// The signals of a path or a prefix, each with its rule and the reading from a snapshot.
#pragma once

#include <vector>

#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/signal.hpp"
#include "model/signal_state.hpp"

namespace peeringd {

/// What is evaluated, all of one moment.
struct AlertInput {
  const Snapshot& snapshot;
  const Rollup& rollup;
  const ReachReport& reach;
  WallTime wall;  ///< the time of day at Snapshot::taken_at
};

struct SignalInput {
  Signal signal;
  Rule rule;
  Reading reading;
};

struct SubjectInput {
  std::vector<SignalInput> signals;  ///< those that are enabled and apply to it
  Duration hold{};
  /// A missing value is expected: the window is too young to have enough samples, or the endpoint
  /// has never answered and need not.
  bool silence_expected = false;
};

/// `index` into Rollup::paths. Uses the thresholds of its prefix, overridden by those of its
/// endpoint; without any threshold there is no signal.
SubjectInput path_input(const AlertInput& input, std::size_t index);

/// `index` into Rollup::prefixes: whether it reaches the edge, the figures of its endpoints, each of
/// which weighs the same, and where its traffic leaves.
SubjectInput prefix_input(const AlertInput& input, std::size_t index);

}  // namespace peeringd
