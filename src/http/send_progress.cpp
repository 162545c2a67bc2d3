#include "http/send_progress.hpp"

#include <chrono>

namespace peeringd {

void SendProgress::begin(MonotonicTime now, const TcpDelivery& delivery) {
  looked_at_ = now;
  acknowledged_ = delivery.acknowledged;
  slow_since_.reset();
}

void SendProgress::look(MonotonicTime now, const TcpDelivery& delivery) {
  const double seconds = std::chrono::duration<double>(now - looked_at_).count();
  const auto taken = static_cast<double>(delivery.acknowledged - acknowledged_);
  const bool slow = !delivery.complete && taken < static_cast<double>(min_rate_) * seconds;
  if (!slow) slow_since_.reset();
  if (slow && !slow_since_) slow_since_ = looked_at_;
  looked_at_ = now;
  acknowledged_ = delivery.acknowledged;
}

}  // namespace peeringd
