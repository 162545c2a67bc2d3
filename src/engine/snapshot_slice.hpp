// How much of a snapshot is made at once, while probing waits.
#pragma once

#include <cstddef>

#include "base/clock.hpp"

namespace peeringd {

/// How many of `all` targets are to be in a snapshot, of which `copied` are, when the slice that
/// begins now has been copied; `since_begin` is the time since its first slice began. More with
/// each slice, and all of them after a second, no matter how long a loop without time to spare lets
/// each slice wait: who cannot keep up has to be able to say so. May be called from any thread.
std::size_t end_of_slice(std::size_t copied, std::size_t all, Duration since_begin);

}  // namespace peeringd
