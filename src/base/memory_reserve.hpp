// Memory for the moment in which there is none: what must not fail, as setting the next timer, gets
// it from here.
#pragma once

#include <new>

namespace peeringd {

/// Takes the reserve, at the start or again after it was given out. Without memory it does nothing.
/// Any thread.
void take_memory_reserve() noexcept;

/// Gives the reserve back to the process. False when it was not there. Any thread.
bool release_memory_reserve() noexcept;

/// Calls `act`, and when memory runs out in it, once more with the reserve given out. Of what it
/// throws then, nothing is caught.
template <typename Act>
void with_memory_reserve(Act act) {
  try {
    act();
  } catch (const std::bad_alloc&) {
    release_memory_reserve();
    act();
  }
}

}  // namespace peeringd
