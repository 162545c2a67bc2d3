#include "model/rollup.hpp"

namespace peeringd {

Coverage& Coverage::operator+=(const Coverage& other) {
  due += other.due;
  slots += other.slots;
  missing += other.missing;
  return *this;
}

std::optional<double> Coverage::missing_share() const {
  if (due == 0) return std::nullopt;
  return static_cast<double>(missing) / static_cast<double>(due);
}

std::optional<IpAddress> address_of(const Snapshot& snapshot, const PathRollup& path) {
  for (std::size_t t = path.first; t < path.last; ++t) {
    const auto& address = snapshot.targets[t].address;
    if (address) return address;
  }
  return std::nullopt;
}

bool measures_edge(const Snapshot& snapshot, const PathRollup& path) {
  for (std::size_t t = path.first; t < path.last; ++t) {
    if (measures_edge(*snapshot.config, snapshot.targets[t].target)) return true;
  }
  return false;
}

}  // namespace peeringd
