// Adds up the lookups of the names of a prefix.
#pragma once

#include <cstdint>
#include <vector>

#include "model/name_lookups.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// For the prefixes of one snapshot, one after the other.
class NameRollup {
 public:
  explicit NameRollup(const Snapshot& snapshot);

  /// The names of one prefix, whose targets are [first, last) of the snapshot's.
  PrefixNames names_of(std::size_t first, std::size_t last);

 private:
  const Snapshot& snapshot_;
  std::vector<std::uint32_t> first_with_host_;  // by endpoint: the first with the same host
  std::vector<std::uint32_t> counted_in_;       // by endpoint: the prefix it was last counted in
  std::uint32_t prefix_ = 0;                    // counts the calls
};

}  // namespace peeringd
