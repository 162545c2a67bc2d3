// Whether the data of RIS Live is complete and current. A dead stream and a quiet prefix look the
// same, so the stream is checked: by answers to pings, by messages about beacons, and by the age of
// messages. Pure.
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
  Duration max_lag = std::chrono::minutes{3};
  /// Once all messages have been late for this time, from the first to the latest one, the stream
  /// is late.
  Duration max_late_period = std::chrono::minutes{3};
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

  /// A `ris_message` that was sent `lag` ago. It is negative if the clocks differ.
  void on_data(Duration lag, MonotonicTime now);

  struct Step {
    bool ping = false;      ///< send a ping
    std::string problem{};  ///< why the connection must be closed, as a phrase; empty: healthy
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
  std::optional<MonotonicTime> late_since_;  // arrival of the first late message since a timely one
  MonotonicTime late_until_{};               // arrival of the latest one
  MonotonicTime next_ping_{};
  std::optional<MonotonicTime> unanswered_;  // the first ping without an answer
};

}  // namespace peeringd
