#include "statistics/balanced_summary.hpp"

#include <utility>

#include "statistics/mean.hpp"

namespace peeringd {

void BalancedSummary::begin_group() {
  groups_.push_back({{}, windows_.size()});
}

void BalancedSummary::add(const SampleWindow& window, const Tally& tally) {
  windows_.push_back(&window);
  groups_.back().tally += tally;
}

void BalancedSummary::clear() {
  groups_.clear();
  windows_.clear();
}

Figures BalancedSummary::figures() {
  Figures figures;
  Mean<double> loss;
  Mean<Duration> jitter;
  for (const Group& group : groups_) {
    figures.tally += group.tally;
    loss.add(group.tally.loss_ratio());
    jitter.add(group.tally.jitter());
  }
  figures.loss_ratio = loss.value();
  figures.jitter = jitter.value();
  if (figures.tally.answered > 0) take_quantiles(figures);
  return figures;
}

std::size_t BalancedSummary::end_of(std::size_t group) const {
  return group + 1 < groups_.size() ? groups_[group + 1].first : windows_.size();
}

void BalancedSummary::take_quantiles(Figures& figures) {
  weighted_.clear();
  double total = 0;
  bool all_alike = true;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    if (groups_[g].tally.answered == 0) continue;
    const double weight = 1 / static_cast<double>(groups_[g].tally.answered);
    for (std::size_t w = groups_[g].first; w < end_of(g); ++w) {
      weighted_.push_back({windows_[w], weight});
    }
    all_alike = all_alike && weight == weighted_.front().weight;
    total += 1;
  }
  if (!all_alike) {
    quantiles_.find(reported_quantiles, weighted_, figures.tally.answered, total,
                    figures.quantiles);
    return;
  }
  pool_.clear();
  Tally tally = figures.tally;  // over all groups
  for (const WeightedWindow& each : weighted_) pool_.add(*each.window, std::exchange(tally, {}));
  figures.quantiles = pool_.figures().quantiles;
}

}  // namespace peeringd
