// Sorts many numbers in time in proportion to how many they are.
#pragma once

#include <cstdint>
#include <vector>

namespace peeringd {

/// Into rising order. `spare` is memory for it, used as it pleases.
void radix_sort(std::vector<std::uint64_t>& keys, std::vector<std::uint64_t>& spare);

}  // namespace peeringd
