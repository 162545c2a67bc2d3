#include "base/free_memory.hpp"

#include <malloc.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace peeringd {

void return_free_memory() noexcept {
  ::malloc_trim(0);
  // This leaves the end of a thread's arena, of which free() returns what exceeds a threshold. glibc
  // raises it up to 64 MiB.
  constexpr int threshold = 1 << 23;
  constexpr std::size_t large_enough = std::size_t{96} << 10;  // for free() to look at the end
  ::mallopt(M_TRIM_THRESHOLD, threshold);
  void* volatile block = std::malloc(large_enough);  // volatile: or the compiler omits both calls
  std::free(block);
}

void out_of_memory() {
  if (const std::new_handler handler = std::get_new_handler()) handler();
  throw std::bad_alloc();
}

}  // namespace peeringd
