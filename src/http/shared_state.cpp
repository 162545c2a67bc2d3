#include "http/shared_state.hpp"

#include <functional>

#include "base/clock.hpp"

namespace peeringd {

void SharedState::log_limited(log::Level level, const std::string& text) {
  const auto left_out = repeats_.admit(std::hash<std::string>{}(text), SystemClock().now());
  if (left_out) log::write(level, text + log::left_out_suffix(*left_out));
}

}  // namespace peeringd
