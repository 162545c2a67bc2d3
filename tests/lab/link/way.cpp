#include "way.hpp"

#include <algorithm>

namespace peeringd::lab {

Way::Way(std::uint64_t seed, std::size_t capacity) : random_(seed), slots_(capacity) {
  for (Slot& slot : slots_) slot.bytes.resize(packet_capacity);
}

void Way::enter(MonotonicTime now, std::span<const std::byte> packet) {
  ++counts_.received;
  // Both numbers are always drawn, so that a change of one condition leaves the other's sequence.
  const bool lost = draw() < conditions.loss;
  const Duration delay = draw_delay();
  if (conditions.down) {
    ++counts_.blocked;
  } else if (lost) {
    ++counts_.lost;
  } else if (size_ == slots_.size()) {
    ++counts_.overflowed;
  } else {
    Slot& slot = slots_[(first_ + size_++) % slots_.size()];
    last_due_ = std::max(last_due_, now + delay);
    slot.due = last_due_;
    slot.length = std::min(packet.size(), slot.bytes.size());
    std::copy_n(packet.begin(), slot.length, slot.bytes.begin());
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
