// Free memory, given back to the system. malloc keeps it otherwise, for good, wherever something
// that lives on lies behind it: after one large file, or one refused reload.
#pragma once

namespace peeringd {

/// Any thread. Takes some milliseconds for each hundred MB that are free.
void return_free_memory() noexcept;

/// Does it at the end of its scope, when what was declared behind it has gone.
struct FreeMemoryReturned {
  FreeMemoryReturned() = default;
  FreeMemoryReturned(const FreeMemoryReturned&) = delete;
  FreeMemoryReturned& operator=(const FreeMemoryReturned&) = delete;
  ~FreeMemoryReturned() { return_free_memory(); }
};

}  // namespace peeringd
