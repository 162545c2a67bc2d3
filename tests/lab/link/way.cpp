#include "way.hpp"

#include <algorithm>
#include <utility>

namespace peeringd::lab {

Way::Way(std::uint64_t seed, std::size_t capacity) : random_(seed), slots_(capacity) {
  for (Slot& slot : slots_) slot.bytes.resize(packet_capacity);
}

void Way::enter(MonotonicTime now, std::span<const std::byte> packet) {
  ++counts_.received;
  // Always draws both numbers, so that one setting does not change the random sequence of the
  // other.
  const bool lost = draw() < conditions.loss;
  const Duration delay = draw_delay();
  if (conditions.down) {
    ++counts_.blocked;
  } else if (lost) {
    ++counts_.lost;
  } else if (size_ == slots_.size()) {
    ++counts_.overflowed;
  } else {
    Slot& entered = slot(size_++);
    entered.due = due_of(now, delay);
    entered.length = std::min(packet.size(), entered.bytes.size());
    std::copy_n(packet.begin(), entered.length, entered.bytes.begin());
    move_up_last();
  }
}

MonotonicTime Way::due_of(MonotonicTime now, Duration delay) {
  last_due_ = std::max(last_due_, now + delay);
  if (conditions.held_back_every == 0) return last_due_;
  if (++since_held_back_ < conditions.held_back_every) return last_due_;
  since_held_back_ = 0;
  return last_due_ + conditions.held_back_for;
}

// Inserts before packets that are delayed longer.
void Way::move_up_last() {
  for (std::size_t i = size_ - 1; i > 0 && slot(i - 1).due > slot(i).due; --i) {
    std::swap(slot(i - 1), slot(i));
  }
}

void Way::leave() {
  first_ = (first_ + 1) % slots_.size();
  --size_;
  ++counts_.forwarded;
}

Duration Way::draw_delay() {
  const double offset = (draw() - 0.5) * static_cast<double>(conditions.jitter.count());
  return std::max(Duration::zero(),
                  conditions.delay + Duration(static_cast<Duration::rep>(offset)));
}

double Way::draw() {
  // Not std::uniform_real_distribution, whose result differs between standard libraries.
  return static_cast<double>(random_() >> 11U) * 0x1.0p-53;
}

}  // namespace peeringd::lab
