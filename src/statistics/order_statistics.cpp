#include "statistics/order_statistics.hpp"

#include <algorithm>

namespace peeringd {
namespace {

// Above this number of samples counting is faster, although it must clear tables of this size.
constexpr std::size_t half = 65536;

Duration duration_of(std::uint32_t units) {
  return SampleWindow::unit * std::int64_t{units};
}

template <typename Visit>
void for_each_value(std::span<const SampleWindow* const> windows, Visit visit) {
  for (const SampleWindow* window : windows) {
    window->visit(
        [&](Duration value) {
          visit(static_cast<std::uint32_t>(value.count() / SampleWindow::unit.count()));
        },
        [] {});
  }
}

}  // namespace

std::span<const Duration> OrderStatistics::at(std::span<const std::size_t> ranks,
                                              std::span<const SampleWindow* const> windows,
                                              std::size_t count) {
  found_.clear();
  if (count < half) {
    select(ranks, windows);
  } else {
    count_and_find(ranks, windows);
  }
  return found_;
}

void OrderStatistics::select(std::span<const std::size_t> ranks,
                             std::span<const SampleWindow* const> windows) {
  values_.clear();
  for_each_value(windows, [&](std::uint32_t value) { values_.push_back(value); });
  auto larger = values_.begin();  // from here on nothing is smaller than what is before
  for (const std::size_t rank : ranks) {
    const auto place = values_.begin() + static_cast<std::ptrdiff_t>(rank);
    if (place >= larger) {
      std::nth_element(larger, place, values_.end());
      larger = place + 1;
    } else {
      std::nth_element(values_.begin(), place, larger);
    }
    found_.push_back(duration_of(*place));
  }
}

// Counts by the upper half of the value; then, for the few upper halves that contain a rank, by the
// lower half.
void OrderStatistics::count_and_find(std::span<const std::size_t> ranks,
                                     std::span<const SampleWindow* const> windows) {
  upper_.assign(half, 0);
  wanted_.assign(half, 0);
  for_each_value(windows, [&](std::uint32_t value) { ++upper_[value / half]; });

  std::vector<std::uint64_t> before;  // of each wanted upper half, how many are smaller
  std::vector<std::size_t> upper_of;  // of each rank
  for (const std::size_t rank : ranks) {
    std::uint64_t smaller = 0;
    std::size_t at = 0;
    while (smaller + upper_[at] <= rank) smaller += upper_[at++];
    upper_of.push_back(at);
    if (wanted_[at] != 0) continue;
    before.push_back(smaller);
    wanted_[at] = static_cast<std::uint8_t>(before.size());
  }

  lower_.assign(before.size() * half, 0);
  for_each_value(windows, [&](std::uint32_t value) {
    if (const std::size_t part = wanted_[value / half]) ++lower_[(part - 1) * half + value % half];
  });
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const std::size_t part = wanted_[upper_of[i]] - std::size_t{1};
    std::uint64_t passed = before[part];
    std::size_t low = 0;
    while (passed + lower_[part * half + low] <= ranks[i]) passed += lower_[part * half + low++];
    found_.push_back(duration_of(static_cast<std::uint32_t>(upper_of[i] * half + low)));
  }
}

}  // namespace peeringd
