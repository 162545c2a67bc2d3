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

}  // namespace peeringd
