#include "model/prefix_set.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace peeringd {
namespace {

bool network_before(const IpPrefix& a, const IpPrefix& b) {
  return a.network() < b.network();
}

}  // namespace

PrefixSet::PrefixSet(std::vector<IpPrefix> prefixes) {
  std::sort(prefixes.begin(), prefixes.end(), [](const IpPrefix& a, const IpPrefix& b) {
    return std::make_pair(a.network(), a.length()) < std::make_pair(b.network(), b.length());
  });
  for (const IpPrefix& prefix : prefixes) {
    if (disjoint_.empty() || !disjoint_.back().overlaps(prefix)) disjoint_.push_back(prefix);
  }
}

bool PrefixSet::overlaps(const IpPrefix& prefix) const {
  // The members are disjoint: only the last one that begins at or before `prefix` can contain it,
  // and those within `prefix` follow.
  const auto next = std::upper_bound(disjoint_.begin(), disjoint_.end(), prefix, network_before);
  return (next != disjoint_.begin() && std::prev(next)->overlaps(prefix)) ||
         (next != disjoint_.end() && next->overlaps(prefix));
}

}  // namespace peeringd
