#include "log/repeat_limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace peeringd::log {

std::optional<std::size_t> RepeatLimit::admit(std::uint64_t cause, MonotonicTime now) {
  Told* const told = find(cause, now);
  if (told == nullptr) {
    ++others_;
    return std::nullopt;
  }
  if (told->cause == cause && rests(*told, now)) {
    ++told->left_out;
    return std::nullopt;
  }
  const std::size_t left_out = told->left_out + std::exchange(others_, 0);
  *told = {cause, now, 0};
  return left_out;
}

// The place of this cause, or else an empty one, or one whose cause has not been told of for a
// pause: what was left out of that one would be counted with this.
RepeatLimit::Told* RepeatLimit::find(std::uint64_t cause, MonotonicTime now) {
  const auto own =
      std::ranges::find_if(told_, [&](const Told& told) { return told.at && told.cause == cause; });
  if (own != told_.end()) return &*own;
  const auto empty = std::ranges::find_if(told_, [](const Told& told) { return !told.at; });
  if (empty != told_.end()) return &*empty;
  const auto free =
      std::ranges::find_if(told_, [&](const Told& told) { return !rests(told, now); });
  return free == told_.end() ? nullptr : &*free;
}

std::string tell_left_out(std::size_t count) {
  return count == 0 ? "" : fmt::format(" ({} more were left out)", count);
}

}  // namespace peeringd::log
