#include "routes/rpki_validation.hpp"

#include <algorithm>
#include <utility>

namespace peeringd {
namespace {

std::size_t index_of_vrp_family(Family family) {
  return static_cast<std::size_t>(family);
}

}  // namespace

VrpTable::VrpTable(std::vector<Vrp> vrps) : sorted_(std::move(vrps)) {
  std::sort(sorted_.begin(), sorted_.end());
  for (const Vrp& vrp : sorted_) {
    lengths_[index_of_vrp_family(vrp.network.family())].set(
        static_cast<std::size_t>(vrp.network.length()));
  }
}

RpkiState VrpTable::validate(const IpPrefix& network, std::optional<AsNumber> origin) const {
  const Lengths& lengths = lengths_[index_of_vrp_family(network.family())];
  bool covered = false;
  for (int length = 0; length <= network.length(); ++length) {
    if (!lengths.test(static_cast<std::size_t>(length))) continue;
    const IpPrefix covering(network.network(), length);
    auto vrp = std::lower_bound(sorted_.begin(), sorted_.end(), Vrp{covering, 0, 0});
    for (; vrp != sorted_.end() && vrp->network == covering; ++vrp) {
      covered = true;
      const bool matches =
          network.length() <= vrp->max_length && vrp->origin != 0 && origin == vrp->origin;
      if (matches) return RpkiState::valid;
    }
  }
  return covered ? RpkiState::invalid : RpkiState::not_found;
}

}  // namespace peeringd
