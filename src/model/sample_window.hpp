// Sliding window of one target's samples, from which quantiles, loss and jitter are computed. Slots
// are indexed by probe number, so the window spans a fixed time even if probes are missing. Four
// bytes per probe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "model/shared_samples.hpp"

namespace peeringd {

/// A value: a copy costs nothing, and the first change of one of two copies costs the memory of its
/// own. Each copy may be used by another thread.
class SampleWindow {
 public:
  using Sample = SharedSamples::Sample;

  /// Covers the latest `capacity` probe numbers, of which none before `first` was ever due.
  /// Requires first > 0. With a capacity of 0, it must not be changed.
  explicit SampleWindow(std::size_t capacity, std::uint64_t first = 1);

  /// Changes `first`. Requires an empty window.
  void begin(std::uint64_t first) { first_ = first; }

  /// Changes the capacity and keeps the samples that fit. Requires capacity > 0.
  void resize(std::size_t capacity);

  /// Moves on to `number`: the window now covers (number - capacity, number]. New slots
  /// are empty. A smaller number than the newest changes nothing.
  void advance(std::uint64_t number);

  /// Stores a round-trip time. Like lose(), it advances the window if `number` is newer, and does
  /// nothing if it has left the window.
  void answer(std::uint64_t number, Duration round_trip) { set(number, sample_of(round_trip)); }
  void lose(std::uint64_t number) { set(number, was_lost); }

  /// The same with a sample: was_lost, or one of sample_of().
  void set(std::uint64_t number, Sample sample);

  /// A round-trip time in units of 100 ns, up to 429 s.
  static Sample sample_of(Duration round_trip);
  static constexpr Sample was_lost = UINT32_MAX - 1;

  /// Calls `answered(Duration)` or `lost()` for each sample, oldest first.
  template <typename Answered, typename Lost>
  void visit(Answered answered, Lost lost) const {
    const std::size_t size = capacity_;
    const auto start = static_cast<std::size_t>(size > 0 ? (newest_ + 1) % size : 0);
    for (std::size_t i = 0; i < size; ++i) {
      const Sample sample = samples_.data()[start + i < size ? start + i : start + i - size];
      if (sample == not_measured) continue;
      if (sample == was_lost) {
        lost();
      } else {
        answered(Duration{static_cast<std::int64_t>(sample) * unit.count()});
      }
    }
  }

  /// Whether the newest probe with an outcome was answered; none without an outcome in the window.
  std::optional<bool> newest_answered() const {
    for (std::size_t age = 0; age < capacity_ && age <= newest_; ++age) {
      const Sample sample = samples_.data()[(newest_ - age) % capacity_];
      if (sample != not_measured) return sample != was_lost;
    }
    return std::nullopt;
  }

  /// Round-trip times are multiples of it.
  static constexpr Duration unit{100};

  std::size_t capacity() const { return capacity_; }

  /// The number up to which advance() has moved.
  std::uint64_t newest() const { return newest_; }

  /// Number of probes in the window that have been due, measured or not.
  std::uint64_t due() const {
    return newest_ < first_ ? 0 : std::min<std::uint64_t>(newest_ - first_ + 1, capacity_);
  }

  /// Whether a copy has the same memory, so that a change would cost.
  bool is_shared() const { return samples_.is_shared(); }

  /// Prefetches the memory of a slot. Requires capacity > 0.
  void prefetch(std::uint64_t number) const {
    samples_.prefetch(static_cast<std::size_t>(number % capacity_));
  }

 private:
  static constexpr Sample not_measured = UINT32_MAX;
  static constexpr Sample longest = UINT32_MAX - 2;

  void unshare();

  SharedSamples samples_;  // of probe n: number n % capacity
  std::uint32_t capacity_;
  std::uint64_t newest_ = 0;
  std::uint64_t first_;
};

}  // namespace peeringd
