// What there is to judge of a path or a prefix: its signals, each with its rule and the reading
// that a snapshot gives of it.
#pragma once

#include <vector>

#include "model/rollup.hpp"
#include "model/signal.hpp"
#include "model/signal_state.hpp"

namespace peeringd {

struct SignalInput {
  Signal signal;
  Rule rule;
  Reading reading;
};

struct SubjectInput {
  std::vector<SignalInput> signals;  ///< those that are switched on, and can be told of it
  Duration hold{};
  /// That nothing can be told is no surprise: its window is too young to have the samples that it
  /// needs, or it has never answered and need not.
  bool silence_expected = false;
};

/// `index` into Rollup::paths. By the thresholds of its prefix, with what its endpoint overrides.
SubjectInput path_input(const Snapshot& snapshot, const Rollup& rollup, std::size_t index,
                        WallTime now);

/// `index` into Rollup::prefixes: its endpoints, each of which weighs the same, and where its
/// traffic leaves.
SubjectInput prefix_input(const Snapshot& snapshot, const Rollup& rollup, std::size_t index);

}  // namespace peeringd
