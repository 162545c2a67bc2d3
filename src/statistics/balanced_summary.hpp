// Figures over several groups of windows, as the endpoints of a prefix, of which each weighs the
// same however many samples it has.
#pragma once

#include <vector>

#include "model/figures.hpp"
#include "model/sample_window.hpp"
#include "statistics/summary.hpp"
#include "statistics/weighted_quantiles.hpp"

namespace peeringd {

/// Within a group all samples weigh the same. A group without samples has no part in a figure. As
/// with Summary, the windows must stay as they are until clear().
class BalancedSummary {
 public:
  /// What is added from now on belongs to another group than what was added before.
  void begin_group();

  /// Adds to the group that was begun last, which there must be.
  void add(const SampleWindow& window, const Tally& tally);

  void clear();

  /// The loss ratio and the jitter are the means of those of the groups. The quantiles are those of
  /// all answered samples, of which one weighs 1/n in a group of n; see WeightedQuantiles.
  Figures figures();

 private:
  struct Group {
    Tally tally;
    std::size_t first = 0;  // of its windows
  };

  std::size_t end_of(std::size_t group) const;
  void take_quantiles(Figures& figures);

  std::vector<Group> groups_;
  std::vector<const SampleWindow*> windows_;
  std::vector<WeightedWindow> weighted_;
  WeightedQuantiles quantiles_;
  Summary pool_;  // where all samples weigh the same
};

}  // namespace peeringd
