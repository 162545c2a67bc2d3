// The VRPs of one cache that overlap our prefixes, and the changes of an answer in progress. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "model/prefix_set.hpp"
#include "rpki/rtr_pdu.hpp"

namespace peeringd {

/// Limits the memory that a cache can make us use. A prefix usually overlaps fewer than ten VRPs.
inline constexpr std::size_t max_kept_vrps = 100'000;

/// The changes that a cache sends between Cache Response and End of Data. They take effect
/// together: in between, a route could be invalid only because one VRP was withdrawn before its
/// successor was announced. An incomplete answer is discarded.
class VrpAnswer {
 public:
  /// `complete`: the answer to a Reset Query, which replaces all data.
  explicit VrpAnswer(bool complete) : complete_(complete) {}

  /// Keeps the change if it overlaps `monitored`. False: there are more than max_kept_vrps.
  bool add(const RtrPrefix& change, const PrefixSet& monitored);

  bool complete() const { return complete_; }

  /// The data after the answer, sorted; or why the answer does not fit `before` (RFC 8210 section
  /// 12). A complete answer may contain a VRP twice.
  std::variant<std::vector<Vrp>, RtrPduError> applied_to(const std::vector<Vrp>& before) const;

 private:
  bool complete_;
  std::vector<RtrPrefix> changes_;
};

}  // namespace peeringd
