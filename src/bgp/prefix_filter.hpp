// Selects from a full table the routes of the configured prefixes and of their more-specifics. A
// binary search, without allocation. Immutable; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "bgp/nlri.hpp"

namespace peeringd {

class PrefixFilter {
 public:
  PrefixFilter() = default;

  /// `prefixes` in any order; they may overlap.
  explicit PrefixFilter(std::span<const IpPrefix> prefixes);

  /// Whether `prefix` is one of the prefixes or lies inside one.
  bool contains(const WirePrefix& prefix) const;

 private:
  using Bytes = std::array<std::uint8_t, 16>;
  struct Range {
    Bytes first;
    Bytes last;
    std::uint8_t length;
  };

  std::array<std::vector<Range>, 2> ranges_;  ///< by Family; rising, disjoint
};

}  // namespace peeringd
