#include "fleet/spark_samples.hpp"

#include <algorithm>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds spark_span = 6h;
constexpr std::chrono::seconds spark_step = 10min;

// The samples of a branch may arrive some minutes late.
constexpr std::chrono::seconds newest_span = 20min;
constexpr Duration whole_interval = 1h;

HistoryGrid grid_until(Moment end) {
  return {.from = end - spark_span, .to = end, .step = spark_step, .tier = Tier::minute};
}

HistoryGrid whole_grid(WallTime now) {
  const Moment to = std::chrono::floor<std::chrono::seconds>(now);
  return grid_until(Moment{to.time_since_epoch() / spark_step * spark_step});
}

double unix_time(Moment time) {
  return static_cast<double>(time.time_since_epoch().count());
}

std::set<QualifiedName> current_names(const FleetState& state) {
  std::set<QualifiedName> names;
  for (const auto& [name, connection] : state.connections) {
    if (connection.current) names.insert(name);
  }
  return names;
}

// Erases the samples of [from, to], Unix times.
void erase_samples(std::vector<PromSample>& samples, double from, double to) {
  std::erase_if(samples, [&](const PromSample& one) { return one.time >= from && one.time <= to; });
}

}  // namespace

HistoryGrid SparkSamples::due(const FleetState& state, WallTime now) const {
  HistoryGrid grid = whole_grid(now);
  const bool passed = !whole_at_ || now < *whole_at_ || now - *whole_at_ >= whole_interval;
  if (passed || !std::ranges::includes(arrived_, current_names(state))) return grid;
  grid.from = std::clamp(*complete_to_ - newest_span, grid.from, grid.to - newest_span);
  return grid;
}

void SparkSamples::merge(SamplesByLabels& kept, PromAnswer& answer, const HistoryGrid& asked) {
  if (answer.warnings.empty()) {
    for (auto& [labels, samples] : kept) {
      erase_samples(samples, unix_time(asked.from), unix_time(asked.to));
    }
  }
  for (PromSeries& series : answer.series) {
    if (series.samples.empty()) continue;
    std::vector<PromSample>& samples = kept[std::move(series.labels)];
    erase_samples(samples, series.samples.front().time, series.samples.back().time);
    samples.insert(samples.end(), series.samples.begin(), series.samples.end());
    std::ranges::sort(samples, {}, &PromSample::time);
  }
  const double oldest = unix_time(grid_until(asked.to).from);
  for (auto& [labels, samples] : kept) {
    std::erase_if(samples, [&](const PromSample& one) { return one.time < oldest; });
  }
  std::erase_if(kept, [](const auto& item) { return item.second.empty(); });
}

void SparkSamples::take(PromAnswer medians, PromAnswer lost, const HistoryGrid& asked,
                        const FleetState& state, WallTime now) {
  merge(kept_[0], medians, asked);
  merge(kept_[1], lost, asked);
  grid_ = grid_until(asked.to);
  if (!medians.warnings.empty() || !lost.warnings.empty()) return;
  complete_to_ = asked.to;
  arrived_ = current_names(state);
  if (asked.from == grid_->from) whole_at_ = now;
}

std::optional<StoreSparks> SparkSamples::sparks() const {
  if (!grid_) return std::nullopt;
  std::array<PromAnswer, 2> answers;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    for (const auto& [labels, samples] : kept_[i]) answers[i].series.push_back({labels, samples});
  }
  return sparks_of(answers[0], answers[1], *grid_);
}

}  // namespace peeringd
