// Determines from the kernel's figures whether a client reads its response. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "net/tcp_delivery.hpp"

namespace peeringd {

/// Progress of one response at a time. A client is slow while it acknowledges less than
/// `min_rate` bytes per second although there is data for it.
class SendProgress {
 public:
  SendProgress(Duration span, std::uint64_t min_rate) : span_(span), min_rate_(min_rate) {}

  /// Begins with another response.
  void begin(MonotonicTime now, const TcpDelivery& delivery);

  /// True once the span has passed since the last look(). Until then, look() would reveal nothing.
  bool is_due(MonotonicTime now) const { return now - looked_at_ >= span_; }

  /// Evaluates the progress since the last call.
  void look(MonotonicTime now, const TcpDelivery& delivery);

  /// The time since when the client has been slow; nothing if it was not at the last look().
  std::optional<MonotonicTime> slow_since() const { return slow_since_; }

 private:
  Duration span_;
  std::uint64_t min_rate_;
  MonotonicTime looked_at_{};
  std::uint64_t acknowledged_ = 0;
  std::optional<MonotonicTime> slow_since_;
};

}  // namespace peeringd
