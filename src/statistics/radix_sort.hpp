// Sorts numbers in linear time.
#pragma once

#include <cstdint>
#include <vector>

namespace peeringd {

/// In ascending order. `spare` is scratch memory.
void radix_sort(std::vector<std::uint64_t>& keys, std::vector<std::uint64_t>& spare);

}  // namespace peeringd
