#include "engine/snapshot_slice.hpp"

#include <algorithm>
#include <cstdint>

namespace peeringd {

std::size_t end_of_slice(std::size_t copied, std::size_t all, Duration since_begin) {
  using namespace std::chrono_literals;
  constexpr std::size_t least = 256;  // a tenth of a millisecond
  constexpr Duration longest = 1s;
  const Duration passed = std::clamp<Duration>(since_begin, 0s, longest);
  const auto in_time = static_cast<std::size_t>(static_cast<std::uint64_t>(all) *
                                                static_cast<std::uint64_t>(passed / 1ms) / 1000);
  return std::min(all, std::max(copied + std::max(least, all / 64), in_time));
}

}  // namespace peeringd
