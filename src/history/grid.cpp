#include "history/grid.hpp"

#include <algorithm>
#include <string>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::chrono::seconds, 10> steps{1min, 2min, 5min, 10min, 30min,
                                                     1h,   2h,   6h,   12h,   24h};

Tier tier_of(std::chrono::seconds step) {
  Tier found = Tier::minute;
  for (const Tier tier : all_tiers) {
    if (step % period_of(tier) == 0s) found = tier;
  }
  return found;
}

Moment floored(Moment time, std::chrono::seconds step) {
  return Moment{time.time_since_epoch() / step * step};
}

bool fits(const SpanQuery& query, const HistoryGrid& grid,
          const std::array<Moment, tier_count>& dropped) {
  const bool there = grid.tier == Tier::day || query.from >= dropped[index_of(grid.tier)];
  const auto rows = static_cast<std::size_t>((grid.to - grid.from) / period_of(grid.tier));
  return there && grid.points() <= query.points && rows * query.series <= max_rows;
}

}  // namespace

HistoryGrid grid_of(const SpanQuery& query, std::chrono::seconds step) {
  return {.from = floored(query.from, step),
          .to = floored(query.to + step - 1s, step),
          .step = step,
          .tier = tier_of(step)};
}

Result<HistoryGrid> choose_grid(const SpanQuery& query,
                                const std::array<Moment, tier_count>& dropped) {
  for (const std::chrono::seconds step : steps) {
    const HistoryGrid grid = grid_of(query, step);
    if (fits(query, grid, dropped)) return grid;
  }
  return Error{"The span is too long for this number of points; the maximum is " +
               std::to_string(std::min(query.points, max_rows / query.series)) + " days"};
}

}  // namespace peeringd
