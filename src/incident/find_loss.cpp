#include "incident/find_loss.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::size_t, 2> windows{5, 30};  // minutes
constexpr std::uint64_t min_lost = 4;
constexpr double min_ratio = 0.005;
constexpr double min_usual = 0.0005;
constexpr double chance = 1e-5;
constexpr std::size_t joined_gap = 10;  // minutes
constexpr double large_mean = 500;      // exp(-mean) is 0 from 746 on

struct LossCount {
  std::uint64_t lost = 0;
  std::uint64_t ended = 0;  // answered or lost
};

LossCount count_of(const PeriodRecord& record) {
  if (record.received == 0) return {};
  return {record.lost_total(), record.received + record.lost_total()};
}

// How likely chance loses at least `lost` of probes, of which it loses `mean` (Poisson).
double likelihood(std::uint64_t lost, double mean) {
  if (mean > large_mean) {  // a normal distribution is close enough
    return std::erfc((static_cast<double>(lost) - 0.5 - mean) / std::sqrt(2 * mean)) / 2;
  }
  double term = std::exp(-mean);
  double below = 0;
  for (std::uint64_t k = 0; k < lost; ++k) {
    below += term;
    term *= mean / static_cast<double>(k + 1);
  }
  return 1 - below;
}

bool is_unusual(const LossCount& count, double usual) {
  if (count.lost < min_lost) return false;
  const auto ended = static_cast<double>(count.ended);
  if (static_cast<double>(count.lost) < min_ratio * ended) return false;
  const double mean = ended * std::max(usual, min_usual);
  if (static_cast<double>(count.lost) <= mean) return false;
  return likelihood(count.lost, mean) < chance;
}

// Marks the minutes from the first to the last loss of each unusual window.
void mark(const std::vector<LossCount>& minutes, std::size_t width, double usual,
          std::vector<bool>& marks) {
  LossCount sum;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    sum.lost += minutes[i].lost;
    sum.ended += minutes[i].ended;
    if (i >= width) {
      sum.lost -= minutes[i - width].lost;
      sum.ended -= minutes[i - width].ended;
    }
    if (!is_unusual(sum, usual)) continue;
    std::size_t first = i + 1 >= width ? i + 1 - width : 0;
    std::size_t last = i;
    while (minutes[first].lost == 0) ++first;
    while (minutes[last].lost == 0) --last;
    std::fill(marks.begin() + static_cast<std::ptrdiff_t>(first),
              marks.begin() + static_cast<std::ptrdiff_t>(last) + 1, true);
  }
}

// What narrow windows have found does not count in wide ones, which are less exact.
std::vector<bool> marks_of(const std::vector<LossCount>& minutes, double usual) {
  std::vector<bool> narrow(minutes.size());
  mark(minutes, windows.front(), usual, narrow);
  std::vector<bool> wide(minutes.size());
  std::vector<LossCount> rest = minutes;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (narrow[i]) rest[i] = {};
  }
  mark(rest, windows.back(), usual, wide);
  for (std::size_t i = 0; i < narrow.size(); ++i) narrow[i] = narrow[i] || wide[i];
  return narrow;
}

}  // namespace

std::vector<FoundSpan> find_loss(Moment from, std::span<const PeriodRecord> minutes, double usual) {
  std::vector<LossCount> counts;
  counts.reserve(minutes.size());
  for (const PeriodRecord& record : minutes) counts.push_back(count_of(record));
  const std::vector<bool> marks = marks_of(counts, usual);
  std::vector<FoundSpan> found;
  const auto minute = [from](std::size_t index) {
    return from + 1min * static_cast<std::int64_t>(index);
  };
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!marks[i]) continue;
    const bool joins = !found.empty() && minute(i) - *found.back().to <= 1min * joined_gap;
    if (!joins) found.push_back({minute(i), {}});
    found.back().to = minute(i + 1);
  }
  const Moment end = minute(marks.size());
  if (!found.empty() && end - *found.back().to < 1min * joined_gap) found.back().to.reset();
  return found;
}

double usual_loss(std::span<const PeriodRecord> records) {
  std::vector<LossCount> counts;
  for (const PeriodRecord& record : records) {
    const LossCount count = count_of(record);
    if (count.ended > 0) counts.push_back(count);
  }
  std::sort(counts.begin(), counts.end(), [](const LossCount& a, const LossCount& b) {
    return a.lost * b.ended < b.lost * a.ended;
  });
  counts.resize(counts.size() - counts.size() / 5);
  LossCount sum;
  for (const LossCount& count : counts) {
    sum.lost += count.lost;
    sum.ended += count.ended;
  }
  return sum.ended == 0 ? 0 : static_cast<double>(sum.lost) / static_cast<double>(sum.ended);
}

}  // namespace peeringd
