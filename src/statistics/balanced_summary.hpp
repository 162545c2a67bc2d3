// Figures over several groups of windows, such as the endpoints of a prefix, where each group
// weighs the same however many samples it has.
#pragma once

#include <vector>

#include "model/figures.hpp"
#include "model/sample_window.hpp"
#include "statistics/summary.hpp"
#include "statistics/weighted_quantiles.hpp"

namespace peeringd {

/// Within a group all samples weigh the same. A group without samples does not count. As with
/// Summary, the windows must not change until clear().
class BalancedSummary {
 public:
  /// Starts a new group.
  void begin_group();

  /// Adds to the current group, which must exist.
  void add(const SampleWindow& window, const Tally& tally);

  void clear();

  /// Loss ratio and jitter are the means over the groups. Quantiles are those of all answered
  /// samples, where a sample in a group of n weighs 1/n; see WeightedQuantiles.
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
  Summary pool_;  // all samples, equally weighted
};

}  // namespace peeringd
