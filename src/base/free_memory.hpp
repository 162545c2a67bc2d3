// Returns free memory to the system, and ends the process when memory runs out. malloc alone would
// keep free memory below any block in use, for example after a large file or a rejected reload.
#pragma once

#include <vector>

namespace peeringd {

/// From now on free() returns blocks of a mebibyte and more at once, and the end of an arena from 8
/// MiB on. By itself, glibc soon keeps blocks of up to 32 MiB: with many targets, the parts of an
/// assessment. Call it at the start of the process.
void return_large_blocks() noexcept;

/// Empties `values` and frees their memory, which neither clear() nor `= {}` does.
template <typename Value>
void free_all(std::vector<Value>& values) {
  values.clear();
  values.shrink_to_fit();
}

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

/// For C libraries that report a failed allocation: does the same as operator new, which ends the
/// daemon. Any thread.
[[noreturn]] void out_of_memory();

}  // namespace peeringd
