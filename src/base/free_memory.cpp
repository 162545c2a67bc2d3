#include "base/free_memory.hpp"

#include <malloc.h>

namespace peeringd {

void return_free_memory() noexcept {
  ::malloc_trim(0);
}

}  // namespace peeringd
