// Returns free memory to the system. malloc would keep it for good wherever a block in use lies
// behind it, as after one large file or one refused reload.
#pragma once

namespace peeringd {

/// Takes some milliseconds per 100 MB of free memory. Any thread.
void return_free_memory() noexcept;

/// Calls return_free_memory() at the end of its scope, after everything declared later is
/// destroyed.
struct FreeMemoryReturned {
  FreeMemoryReturned() = default;
  FreeMemoryReturned(const FreeMemoryReturned&) = delete;
  FreeMemoryReturned& operator=(const FreeMemoryReturned&) = delete;
  ~FreeMemoryReturned() { return_free_memory(); }
};

}  // namespace peeringd
