// Memory: returns what is free to the system, and ends the process when there is none. malloc would
// keep free memory for good wherever a block in use lies behind it, as after one large file or one
// refused reload.
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

/// For a C library that reports a lack of memory: does what operator new does then, which in the
/// daemon ends the process. Any thread.
[[noreturn]] void out_of_memory();

}  // namespace peeringd
