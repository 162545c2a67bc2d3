// The window and the time of the first assessment in the tests of reachability.
#pragma once

#include "base/clock.hpp"

namespace peeringd::test {

inline constexpr Duration window = std::chrono::minutes{5};
inline constexpr MonotonicTime start{std::chrono::hours{1}};

}  // namespace peeringd::test
