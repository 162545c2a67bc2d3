// Sliding window of one target's samples, from which quantiles, loss and jitter are computed. Slots
// are indexed by probe number, so the window spans a fixed time even if probes are missing. Four
// bytes per probe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// One thread. Snapshots copy it.
class SampleWindow {
 public:
  /// Covers the latest `capacity` probe numbers, of which none before `first` was ever due.
  /// Requires capacity > 0 and first > 0.
  explicit SampleWindow(std::size_t capacity, std::uint64_t first = 1)
      : slots_(capacity, not_measured), first_(first) {}

  /// Changes `first`. Requires an empty window.
  void begin(std::uint64_t first) { first_ = first; }

  /// Changes the capacity and keeps the samples that fit. Requires capacity > 0.
  void resize(std::size_t capacity);

  /// Moves on to `number`: the window now covers (number - capacity, number]. New slots
  /// are empty. A smaller number than the newest changes nothing.
  void advance(std::uint64_t number);

  /// Stores a round-trip time, in units of 100 ns up to 429 s. Like lose(), it advances the window
  /// if `number` is newer, and does nothing if it has left the window.
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

  /// Number of probes in the window that have been due, measured or not.
  std::uint64_t due() const {
    return newest_ < first_ ? 0 : std::min<std::uint64_t>(newest_ - first_ + 1, slots_.size());
  }

  /// Prefetches the memory of a slot.
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
