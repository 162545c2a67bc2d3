// Validates routes by the RPKI. The VRPs are arranged for many routes. Immutable, so any thread may
// read it. Pure.
#pragma once

#include <array>
#include <bitset>
#include <optional>
#include <vector>

#include "model/vrp.hpp"

namespace peeringd {

class VrpTable {
 public:
  VrpTable() = default;

  /// `vrps` in any order.
  explicit VrpTable(std::vector<Vrp> vrps);

  /// Validates a route (RFC 6811 section 2): valid if a VRP matches, invalid if VRPs cover
  /// `network` and none matches, else not_found. `origin` without a value is an AS_SET, which
  /// matches none. Takes one binary search for each length of prefix that occurs among the VRPs.
  RpkiState validate(const IpPrefix& network, std::optional<AsNumber> origin) const;

 private:
  using Lengths = std::bitset<129>;

  std::vector<Vrp> sorted_;
  std::array<Lengths, 2> lengths_{};  // those that occur, by Family
};

}  // namespace peeringd
