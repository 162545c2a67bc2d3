// Whether a client takes what it is sent: a pure judgement of what the kernel says about delivery.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "net/tcp_delivery.hpp"

namespace peeringd {

/// Of one response. A client is slow while it takes less than `least_rate` bytes a second, although
/// there is something for it to take.
class SendProgress {
 public:
  SendProgress(Duration span, std::uint64_t least_rate) : span_(span), least_rate_(least_rate) {}

  /// A response begins.
  void begin(MonotonicTime now, const TcpDelivery& delivery);

  /// Whether the span has passed since the last look. There is nothing to find out before.
  bool is_due(MonotonicTime now) const { return now - looked_at_ >= span_; }

  /// Looks again.
  void look(MonotonicTime now, const TcpDelivery& delivery);

  /// Since when the client has been slow, by the last look. Nothing: it is not.
  std::optional<MonotonicTime> slow_since() const { return slow_since_; }

 private:
  Duration span_;
  std::uint64_t least_rate_;
  MonotonicTime looked_at_{};
  std::uint64_t acknowledged_ = 0;
  std::optional<MonotonicTime> slow_since_;
};

}  // namespace peeringd
