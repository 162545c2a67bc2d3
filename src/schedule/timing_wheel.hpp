// Deadlines of many keys at constant cost each: a hashed timing wheel (Varghese and Lauck 1987,
// scheme 6). Each slot of one millisecond has a list of keys; deadlines further ahead than one turn
// of the wheel stay in their slot for a later turn.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// Keys are small integers (slots of targets, indexes of probes in flight). Allocates nothing once
/// the largest key has been used. One thread.
class TimingWheel {
 public:
  using Key = std::uint32_t;

  static constexpr Duration resolution = std::chrono::milliseconds{1};

  /// Deadlines before `start` are due at once.
  explicit TimingWheel(MonotonicTime start);

  /// Preallocates.
  void reserve(std::size_t keys) { nodes_.reserve(keys); }

  /// Sets or replaces the deadline of `key`. It is due at the first whole millisecond of the
  /// monotonic clock that is not before `deadline`: never early. A past deadline is due at the next
  /// millisecond that has not been collected.
  void schedule(Key key, MonotonicTime deadline);

  /// Removes the deadline of `key`, if it has one.
  void cancel(Key key);

  /// Appends the keys that are due at `now` to `due`, and removes their deadlines. The earliest
  /// millisecond comes first, unless more than a turn has passed since the last call. `now` must
  /// not go back.
  void collect_due(MonotonicTime now, std::vector<Key>& due);

  /// An instant before which nothing is due; none if no key has a deadline. It may be early (then
  /// collect_due() finds nothing), never late.
  std::optional<MonotonicTime> next_deadline() const;

  std::size_t size() const { return size_; }

  /// Whether `key` has a deadline.
  bool has(Key key) const { return key < nodes_.size() && nodes_[key].tick >= 0; }

 private:
  static constexpr std::uint32_t slot_count = 8192;  // 8.2 s a turn
  static constexpr Key none = UINT32_MAX;

  struct Node {
    std::int64_t tick = -1;  // -1: not scheduled
    Key next = none;
    Key previous = none;
  };

  static std::uint32_t slot_of(std::int64_t tick) {
    return static_cast<std::uint32_t>(tick) & (slot_count - 1);
  }
  void unlink(Key key);
  void take_due_of_slot(std::uint32_t slot, std::int64_t now_tick, std::vector<Key>& due);

  std::vector<Key> heads_;
  std::vector<std::uint64_t> occupied_;  // a bit a slot: finds the next one without walking lists
  std::vector<Node> nodes_;
  std::int64_t current_tick_;  // the first that has not been collected
  std::size_t size_ = 0;
};

}  // namespace peeringd
