#include "statistics/radix_sort.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace peeringd {
namespace {

constexpr std::size_t digit_bits = 11;
constexpr std::size_t digit_values = std::size_t{1} << digit_bits;
constexpr std::size_t digits = (64 + digit_bits - 1) / digit_bits;

// Below this number of keys the tables cost more than they save.
constexpr std::size_t few = 2048;

std::size_t digit_of(std::uint64_t key, std::size_t digit) {
  return static_cast<std::size_t>(key >> (digit * digit_bits)) % digit_values;
}

}  // namespace

// Sorts by one digit after the other, lowest first; each pass is stable.
void radix_sort(std::vector<std::uint64_t>& keys, std::vector<std::uint64_t>& spare) {
  if (keys.size() < few) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  std::array<std::array<std::uint32_t, digit_values>, digits> counts{};
  for (const std::uint64_t key : keys) {
    for (std::size_t d = 0; d < digits; ++d) ++counts[d][digit_of(key, d)];
  }
  spare.resize(keys.size());
  for (std::size_t d = 0; d < digits; ++d) {
    if (counts[d][digit_of(keys.front(), d)] == keys.size()) continue;  // the same in all
    std::uint32_t place = 0;
    for (std::uint32_t& count : counts[d]) {
      const std::uint32_t next = place + count;
      count = std::exchange(place, next);
    }
    for (const std::uint64_t key : keys) spare[counts[d][digit_of(key, d)]++] = key;
    keys.swap(spare);
  }
}

}  // namespace peeringd
