#include "base/free_memory.hpp"

#include <malloc.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace peeringd {

void return_free_memory() noexcept {
  ::malloc_trim(0);
  if (::gettid() == ::getpid()) return;
  // The end of another thread's arena is left to free(), which returns what exceeds a threshold.
  // glibc raises it with the largest block freed so far, up to 64 MiB.
  constexpr int small = 1 << 23;
  constexpr int largest = 1 << 26;
  constexpr std::size_t large_enough = std::size_t{96} << 10;  // for free() to look at the end
  ::mallopt(M_TRIM_THRESHOLD, small);
  void* volatile block = std::malloc(large_enough);  // volatile: or the compiler omits both calls
  std::free(block);
  ::mallopt(M_TRIM_THRESHOLD, largest);
}

void out_of_memory() {
  if (const std::new_handler handler = std::get_new_handler()) handler();
  throw std::bad_alloc();
}

}  // namespace peeringd
