#include "statistics/summary.hpp"

#include <cmath>

namespace peeringd {
namespace {

double rank_of(double q, std::uint64_t count) {
  return q * static_cast<double>(count - 1);
}

}  // namespace

Tally tally_of(const SampleWindow& window) {
  Tally tally;
  std::optional<Duration> previous;
  window.visit(
      [&](Duration round_trip) {
        if (previous) {
          tally.difference_sum += std::chrono::abs(round_trip - *previous);
          ++tally.difference_count;
        }
        previous = round_trip;
        ++tally.answered;
      },
      [&] { ++tally.lost; });
  return tally;
}

void Summary::add(const SampleWindow& window, const Tally& tally) {
  windows_.push_back(&window);
  tally_ += tally;
}

void Summary::clear() {
  windows_.clear();
  tally_ = {};
}

// Requires ascending `qs` and at least one sample.
void Summary::take_quantiles(std::span<const double> qs, std::span<Duration> values) {
  ranks_.clear();
  for (const double q : qs) {
    const double rank = rank_of(q, tally_.answered);
    ranks_.push_back(static_cast<std::size_t>(std::floor(rank)));
    ranks_.push_back(static_cast<std::size_t>(std::ceil(rank)));
  }
  const auto found = order_.at(ranks_, windows_, tally_.answered);
  for (std::size_t i = 0; i < qs.size(); ++i) {
    const auto low = static_cast<double>(found[2 * i].count());
    const auto high = static_cast<double>(found[2 * i + 1].count());
    const double above = rank_of(qs[i], tally_.answered) - static_cast<double>(ranks_[2 * i]);
    values[i] = Duration{std::llround(low + (high - low) * above)};
  }
}

std::optional<Duration> Summary::quantile(double q) {
  if (tally_.answered == 0) return std::nullopt;
  Duration value{};
  take_quantiles({&q, 1}, {&value, 1});
  return value;
}

Figures Summary::figures() {
  Figures figures{.tally = tally_, .loss_ratio = tally_.loss_ratio(), .jitter = tally_.jitter()};
  if (tally_.answered > 0) take_quantiles(reported_quantiles, figures.quantiles);
  return figures;
}

}  // namespace peeringd
