// One direction of the link: the delay or loss of each packet. Pure: the caller passes the time,
// and a seed determines the random numbers, so that losses and jitter are reproducible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace peeringd::lab {

/// Larger than the MTU of the devices, which is 1500.
constexpr std::size_t packet_capacity = 1600;

/// The settings of one direction. A change affects packets that enter later.
struct Conditions {
  Duration delay{};
  Duration jitter{};  ///< the delay varies uniformly by half of this to both sides, not below 0
  double loss = 0;    ///< chance to be lost, 0 … 1
  bool down = false;
  unsigned held_back_every =
      0;                     ///< every n-th packet is delayed, so later ones overtake it; 0: none
  Duration held_back_for{};  ///< by this additional time
};

struct Counts {
  std::uint64_t received = 0;    ///< read from the device; the sum of all below and those under way
  std::uint64_t forwarded = 0;   ///< written to the other device
  std::uint64_t lost = 0;        ///< by chance
  std::uint64_t blocked = 0;     ///< while the direction was down
  std::uint64_t overflowed = 0;  ///< the queue was full
};

class Way {
 public:
  /// `capacity`: maximum number of packets in transit.
  Way(std::uint64_t seed, std::size_t capacity);

  Conditions conditions;

  /// A packet of at most `packet_capacity` bytes that was read at `now`.
  void enter(MonotonicTime now, std::span<const std::byte> packet);

  bool empty() const { return size_ == 0; }
  /// The time at which the next packet leaves. Only reordered packets change their order; jitter
  /// does not. Requires that it is not empty.
  MonotonicTime due() const { return next().due; }
  /// The next packet; valid until leave() or enter().
  std::span<const std::byte> packet() const { return {next().bytes.data(), next().length}; }
  /// The next packet has been written.
  void leave();

  const Counts& counts() const { return counts_; }

 private:
  struct Slot {
    MonotonicTime due;
    std::size_t length = 0;
    std::vector<std::byte> bytes;
  };

  const Slot& next() const { return slots_[first_]; }
  Slot& slot(std::size_t place) { return slots_[(first_ + place) % slots_.size()]; }
  MonotonicTime due_of(MonotonicTime now, Duration delay);
  void move_up_last();
  Duration draw_delay();
  double draw();  ///< uniform in [0, 1)

  std::mt19937_64 random_;
  std::vector<Slot> slots_;  ///< a ring, allocated once, in the order of `due`
  std::size_t first_ = 0;
  std::size_t size_ = 0;
  MonotonicTime last_due_{};  ///< of packets that are not reordered
  unsigned since_held_back_ = 0;
  Counts counts_;
};

}  // namespace peeringd::lab
