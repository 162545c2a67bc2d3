// A set of prefixes that answers quickly whether another prefix overlaps one of them: the filter
// for data about the whole internet, of which only the configured prefixes matter. Pure.
#pragma once

#include <vector>

#include "model/ip_prefix.hpp"

namespace peeringd {

/// Immutable, so any thread may read it.
class PrefixSet {
 public:
  PrefixSet() = default;
  explicit PrefixSet(std::vector<IpPrefix> prefixes);

  /// True if `prefix` contains a member or lies within one. Takes logarithmic time.
  bool overlaps(const IpPrefix& prefix) const;

  bool empty() const { return disjoint_.empty(); }

  /// The members, sorted, without those that lie within another one.
  const std::vector<IpPrefix>& prefixes() const { return disjoint_; }

  friend bool operator==(const PrefixSet&, const PrefixSet&) = default;

 private:
  std::vector<IpPrefix> disjoint_;
};

}  // namespace peeringd
