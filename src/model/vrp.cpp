#include "model/vrp.hpp"

#include <algorithm>

namespace peeringd {

RpkiState validate(std::span<const Vrp> vrps, const IpPrefix& network,
                   std::optional<AsNumber> origin) {
  const auto covers = [&network](const Vrp& vrp) {
    return vrp.network.length() <= network.length() && vrp.network.contains(network.network());
  };
  const auto matches = [&](const Vrp& vrp) {
    return covers(vrp) && network.length() <= vrp.max_length && vrp.origin != 0 &&
           origin == vrp.origin;
  };
  if (std::any_of(vrps.begin(), vrps.end(), matches)) return RpkiState::valid;
  const bool covered = std::any_of(vrps.begin(), vrps.end(), covers);
  return covered ? RpkiState::invalid : RpkiState::not_found;
}

}  // namespace peeringd
