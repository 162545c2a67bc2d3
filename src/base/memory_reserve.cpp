#include "base/memory_reserve.hpp"

#include <atomic>
#include <cstdlib>
#include <cstring>

namespace peeringd {
namespace {

// Beyond malloc's threshold for a mapping of its own, which free() hands back to the kernel.
constexpr std::size_t reserve_size = std::size_t{1} << 20;

std::atomic<void*> reserve{nullptr};

}  // namespace

void take_memory_reserve() noexcept {
  if (reserve.load() != nullptr) return;
  void* const memory = std::malloc(reserve_size);
  if (memory == nullptr) return;
  std::memset(memory, 1, reserve_size);  // a page that was never touched is not there yet
  void* expected = nullptr;
  if (!reserve.compare_exchange_strong(expected, memory)) std::free(memory);
}

bool release_memory_reserve() noexcept {
  void* const memory = reserve.exchange(nullptr);
  std::free(memory);
  return memory != nullptr;
}

}  // namespace peeringd
