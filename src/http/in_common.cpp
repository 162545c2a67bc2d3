#include "http/in_common.hpp"

#include <functional>

#include "base/clock.hpp"

namespace peeringd {

void InCommon::tell(log::Level level, const std::string& what) {
  const auto left_out = told_.admit(std::hash<std::string>{}(what), SystemClock().now());
  if (left_out) log::write(level, what + log::tell_left_out(*left_out));
}

}  // namespace peeringd
