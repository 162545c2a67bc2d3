// Decides whether the host itself caused the failure of a probe: the machine was suspended or stood
// still, the loop was late, the process waited for a processor, the source address changed, or a
// receive buffer dropped answers. Such a probe is inconclusive, not lost. Pure: the caller passes
// readings and the time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "model/outcome.hpp"

namespace peeringd {

/// What happened on the host during one probe.
struct ProbeConditions {
  MonotonicTime departure;
  bool needs_cpu = false;        ///< Prober::needs_cpu()
  Duration waited_for_cpu{};     ///< since the departure, by the loop's thread
  bool answers_dropped = false;  ///< since the departure, by the probe's socket
  /// When the host last lost the probe's source address, or got another one.
  MonotonicTime source_changed = MonotonicTime::min();
  /// When its answer arrived, which was too late or came after a retransmission. None: no answer.
  std::optional<MonotonicTime> late_answer{};
};

/// Disturbances since the last report.
struct Disturbances {
  Duration suspended{};               ///< total time for which the machine was suspended
  Duration latest{};                  ///< maximum delay of the loop
  std::uint64_t skipped = 0;          ///< probes, because the loop was late
  std::uint64_t dropped_answers = 0;  ///< by the receive buffers
};

/// One thread.
class HostHealth {
 public:
  /// `suspended`: Clock::suspended() at the start.
  explicit HostHealth(Duration suspended) : suspended_(suspended) {}

  /// Notes Clock::suspended(). True if the machine has been suspended since the last reading.
  bool note_suspended(Duration total, MonotonicTime now);

  /// Notes `due`, the earliest deadline that has not been handled yet. True if the loop is late.
  bool note_deadline(std::optional<MonotonicTime> due, MonotonicTime now);

  /// Notes answers dropped by a receive buffer. Their probes are unknown.
  void note_dropped_answers(std::uint32_t count) {
    dropped_answers_ += count;
    disturbances_.dropped_answers += count;
  }
  std::uint64_t dropped_answers() const { return dropped_answers_; }

  /// Notes the delay of the loop at a tick, and the number of skipped ticks. This alone makes no
  /// probe inconclusive.
  void note_tick(Duration lag, std::uint64_t skipped) {
    disturbances_.latest = std::max(disturbances_.latest, lag);
    disturbances_.skipped += skipped;
  }

  /// Returns the disturbances since the last call.
  Disturbances take_disturbances() { return std::exchange(disturbances_, {}); }

  /// The extension of a probe's timeout: the time for which a step of the probe waited for a
  /// processor does not count.
  static Duration timeout_credit(const ProbeConditions& probe);

  /// Whether the host may have caused this failure, or missed the answer.
  bool is_inconclusive(const ProbeConditions& probe, LossReason reason) const;

 private:
  Duration suspended_;                               // the largest reading so far
  MonotonicTime resumed_at_ = MonotonicTime::min();  // when the last suspension was noticed
  MonotonicTime late_until_ = MonotonicTime::min();  // when the loop was last found late
  std::uint64_t dropped_answers_ = 0;
  Disturbances disturbances_;
};

}  // namespace peeringd
