#include "model/prefix_totals.hpp"

#include <algorithm>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 5> below{100us, 200us, 300us, 500us, 700us};

// Contains 1, 2, 3, 4, 5, 6 and 8, since thresholds are usually round. No value needs more than 16
// digits as a double, and the label `le` shows all of them: 7.04 instead of 7.
constexpr std::array<Duration, 29> decade{
    1000us, 1100us, 1200us, 1300us, 1400us, 1520us, 1660us, 1820us, 2000us, 2200us,
    2400us, 2600us, 2800us, 3000us, 3250us, 3500us, 3750us, 4000us, 4300us, 4650us,
    5000us, 5500us, 6000us, 6500us, 7040us, 7500us, 8000us, 8350us, 9100us};

constexpr std::array<Duration, 12> above{100ms, 120ms, 150ms, 200ms, 250ms, 300ms,
                                         400ms, 500ms, 750ms, 1s,    2s,    5s};

constexpr auto all_bounds = [] {
  std::array<Duration, below.size() + 2 * decade.size() + above.size()> bounds{};
  auto end = std::copy(below.begin(), below.end(), bounds.begin());
  end = std::copy(decade.begin(), decade.end(), end);
  end =
      std::transform(decade.begin(), decade.end(), end, [](Duration bound) { return 10 * bound; });
  std::copy(above.begin(), above.end(), end);
  return bounds;
}();

}  // namespace

std::span<const Duration> prefix_rtt_bounds() {
  return all_bounds;
}

}  // namespace peeringd
