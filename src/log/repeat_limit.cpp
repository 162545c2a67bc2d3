#include "log/repeat_limit.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace peeringd::log {

std::optional<std::size_t> RepeatLimit::admit(std::uint64_t cause, MonotonicTime now) {
  Logged* const entry = find(cause, now);
  if (entry == nullptr) {
    ++others_;
    return std::nullopt;
  }
  if (entry->cause == cause && is_pausing(*entry, now)) {
    ++entry->left_out;
    return std::nullopt;
  }
  const std::size_t left_out = entry->left_out + std::exchange(others_, 0);
  *entry = {cause, now, 0};
  return left_out;
}

// Finds the entry of this cause, or an empty one, or one whose pause is over: its events that were
// left out are then counted with this cause.
RepeatLimit::Logged* RepeatLimit::find(std::uint64_t cause, MonotonicTime now) {
  const auto own = std::ranges::find_if(
      logged_, [&](const Logged& logged) { return logged.at && logged.cause == cause; });
  if (own != logged_.end()) return &*own;
  const auto empty = std::ranges::find_if(logged_, [](const Logged& logged) { return !logged.at; });
  if (empty != logged_.end()) return &*empty;
  const auto free =
      std::ranges::find_if(logged_, [&](const Logged& logged) { return !is_pausing(logged, now); });
  return free == logged_.end() ? nullptr : &*free;
}

std::string left_out_suffix(std::size_t count) {
  return count == 0 ? "" : " (" + counted(count, "similar message") + " not logged)";
}

}  // namespace peeringd::log
