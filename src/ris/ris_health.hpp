// Whether the data of RIS Live is complete and current. A stream that fell silent looks like a
// quiet prefix, so the data path must prove itself: by answers to pings, by messages about beacons,
// and by the age of messages. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"

namespace peeringd {

struct RisLimits {
  Duration acknowledge = std::chrono::seconds{30};  ///< until the subscription is confirmed
  Duration ping = std::chrono::seconds{30};         ///< between pings
  Duration pong = std::chrono::seconds{60};         ///< until the answer to a ping
  /// Messages that are older when they arrive are late. RIS needs a few seconds.
  Duration lag = std::chrono::minutes{3};
  /// How long all messages may be late before the stream is: from the first to the latest one.
  Duration late = std::chrono::minutes{3};
  /// Between messages: beacons change every two hours.
  Duration silence = std::chrono::minutes{135};
};

/// Outlives connections: once the stream was silent or late, only a timely message, not a new
/// connection, shows that data arrives again.
class RisHealth {
 public:
  explicit RisHealth(RisLimits limits = {}) : limits_(limits) {}

  void on_connected(MonotonicTime now);
  /// A subscription was requested, at first or in addition.
  void on_subscribing(MonotonicTime now);
  /// All subscriptions are confirmed.
  void on_subscribed(MonotonicTime now);
  void on_pong() { unanswered_.reset(); }
  void on_closed();

  /// A `ris_message` that was sent `lag` ago. A negative lag is that of a clock that differs.
  void on_data(Duration lag, MonotonicTime now);

  struct Step {
    bool ping = false;      ///< send a ping
    std::string problem{};  ///< why the connection must be closed, as a phrase; empty: it is well
  };
  /// Call it once a second while connected.
  Step on_time(MonotonicTime now);

  /// True while every change of a route arrives within the limits, as far as can be known.
  bool current() const { return subscribed_ && trusted_; }

  /// Of the latest message.
  std::optional<Duration> lag() const { return lag_; }

 private:
  RisLimits limits_;
  bool trusted_ = true;
  std::optional<Duration> lag_;
  // The connection.
  bool subscribed_ = false;
  std::optional<MonotonicTime> unconfirmed_;  // when the subscription was requested
  MonotonicTime proved_at_{};                 // the subscription, or the last timely message
  std::optional<MonotonicTime> late_since_;  // the first of the late messages, without a timely …
  MonotonicTime late_until_{};               // … one since, and the latest of them
  MonotonicTime next_ping_{};
  std::optional<MonotonicTime> unanswered_;  // the first ping without an answer
};

}  // namespace peeringd
