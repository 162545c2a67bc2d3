#include "history/retention.hpp"

#include <algorithm>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t megabyte = 1'000'000;

}  // namespace

void TrustedTime::note(MonotonicTime now, WallTime wall) {
  const Duration elapsed = now_ ? now - *now_ : Duration{};
  if (wall_ && wall - *wall_ > elapsed + 24h) distrusted_since_ = now;
  if (distrusted_since_ && now - *distrusted_since_ >= pause) distrusted_since_.reset();
  wall_ = wall;
  now_ = now;
}

std::uint64_t log_reserve(std::uint64_t size) {
  return std::min<std::uint64_t>(64 * megabyte, size / 4);
}

std::uint64_t allowed_bytes(const Space& space, const SpaceLimits& limits) {
  const std::uint64_t own = limits.size - log_reserve(limits.size);
  const std::uint64_t growth =
      space.disk_available > limits.disk_reserve ? space.disk_available - limits.disk_reserve : 0;
  return std::min(own, space.file + growth);
}

bool needs_room(const Space& space, const SpaceLimits& limits, bool making_room) {
  const std::uint64_t allowed = allowed_bytes(space, limits);
  return space.file - space.unused > allowed / 100 * (making_room ? 90 : 95);
}

std::uint64_t default_size(std::uint64_t disk_available, std::uint64_t file) {
  return std::min<std::uint64_t>(2000 * megabyte, (disk_available + file) / 10);
}

}  // namespace peeringd
