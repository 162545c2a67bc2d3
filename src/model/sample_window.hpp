// The latest samples of one target: what quantiles, loss and jitter are taken over. A slot belongs
// to each probe number, so that the window covers a span of time whether or not anything was
// measured in it, and costs four bytes a probe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// One thread. Copying it is how a snapshot is taken.
class SampleWindow {
 public:
  /// Covers the latest `capacity` probe numbers, of which none before `first` was ever due.
  /// Requires capacity > 0 and first > 0.
  explicit SampleWindow(std::size_t capacity, std::uint64_t first = 1)
      : slots_(capacity, not_measured), first_(first) {}

  /// Nothing was due before `first`, after all. For a window that nothing was entered into.
  void begin(std::uint64_t first) { first_ = first; }

  /// Covers the latest `capacity` numbers from now on, of which it keeps what it has. Requires
  /// capacity > 0.
  void resize(std::size_t capacity);

  /// Moves on to `number`: the window now covers (number - capacity, number]. The slots that come
  /// in are empty. A smaller number than the newest changes nothing.
  void advance(std::uint64_t number);

  /// Enters a round-trip time, kept in units of 100 ns up to 429 s. Like lose(), it moves the
  /// window on when `number` is newer, and does nothing when it has left the window.
  void answer(std::uint64_t number, Duration round_trip);
  void lose(std::uint64_t number);

  /// Calls `answered(Duration)` or `lost()` for each sample, oldest first.
  template <typename Answered, typename Lost>
  void visit(Answered answered, Lost lost) const {
    const std::size_t size = slots_.size();
    const auto start = static_cast<std::size_t>((newest_ + 1) % size);
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint32_t slot = slots_[start + i < size ? start + i : start + i - size];
      if (slot == not_measured) continue;
      if (slot == was_lost) {
        lost();
      } else {
        answered(Duration{static_cast<std::int64_t>(slot) * unit.count()});
      }
    }
  }

  /// Round-trip times are multiples of it.
  static constexpr Duration unit{100};

  std::size_t capacity() const { return slots_.size(); }

  /// How many of the numbers that it covers have been due, measured or not.
  std::uint64_t due() const {
    return newest_ < first_ ? 0 : std::min<std::uint64_t>(newest_ - first_ + 1, slots_.size());
  }

  /// Has the memory of a slot fetched, while something else is done.
  void prefetch(std::uint64_t number) const {
    __builtin_prefetch(&slots_[static_cast<std::size_t>(number % slots_.size())], 1);
  }

 private:
  static constexpr std::uint32_t not_measured = UINT32_MAX;
  static constexpr std::uint32_t was_lost = UINT32_MAX - 1;
  static constexpr std::uint32_t longest = UINT32_MAX - 2;

  void set(std::uint64_t number, std::uint32_t value);

  std::vector<std::uint32_t> slots_;  // of probe n: slots_[n % capacity]
  std::uint64_t newest_ = 0;
  std::uint64_t first_;
};

}  // namespace peeringd
