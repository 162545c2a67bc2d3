#include "base/free_memory.hpp"

#include <malloc.h>

#include <new>

namespace peeringd {

void return_free_memory() noexcept {
  ::malloc_trim(0);
}

void out_of_memory() {
  if (const std::new_handler handler = std::get_new_handler()) handler();
  throw std::bad_alloc();
}

}  // namespace peeringd
