#include "base/free_memory.hpp"

#include <malloc.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace peeringd {
namespace {

constexpr int large_block = 1 << 20;
constexpr int trim_threshold = 1 << 23;

}  // namespace

void return_large_blocks() noexcept {
  ::mallopt(M_MMAP_THRESHOLD, large_block);
  ::mallopt(M_TRIM_THRESHOLD, trim_threshold);
}

void return_free_memory() noexcept {
  ::malloc_trim(0);
  if (::gettid() == ::getpid()) return;
  // The end of another thread's arena is left to free(), which returns what exceeds the threshold.
  constexpr std::size_t large_enough = std::size_t{96} << 10;  // for free() to look at the end
  void* volatile block = std::malloc(large_enough);  // volatile: or the compiler omits both calls
  std::free(block);
}

void out_of_memory() {
  if (const std::new_handler handler = std::get_new_handler()) handler();
  throw std::bad_alloc();
}

}  // namespace peeringd
