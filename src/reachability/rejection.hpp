// Recognizes that hosts answer, but reject every probe: they refuse or reset connections, fail the
// TLS handshake, or answer with an unexpected status or body. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/optional_time.hpp"
#include "model/outcome.hpp"
#include "reachability/silence.hpp"

namespace peeringd {

/// Tracks the probes of one target since the last one that counts as received. One thread.
class RejectionRun {
 public:
  /// Takes the counters as of `now`, and those of the last call. Counters that went back belong to
  /// a new series.
  void note(const AnswerCounts& before, const AnswerCounts& counts, MonotonicTime now);

  /// Forgets the run so far, for a time in which no probe could be sent.
  void restart();

  std::uint64_t unreceived() const { return unreceived_; }  ///< rejected or without any answer
  const RejectionCounts& rejected() const { return rejected_; }
  std::uint64_t new_received() const { return new_received_; }  ///< at the last note()
  std::optional<MonotonicTime> last_received() const { return last_received_; }
  /// The last received probe, or else the first failed one.
  std::optional<MonotonicTime> since() const;

 private:
  RejectionCounts rejected_{};
  std::uint64_t unreceived_ = 0;
  std::uint64_t new_received_ = 0;
  OptionalTime<MonotonicTime> last_received_;
  OptionalTime<MonotonicTime> first_unreceived_;
};

/// Adds the counts of `part` to those of `sum`.
void add(RejectionCounts& sum, const RejectionCounts& part);

/// `refused, tls`; empty if all counts are 0.
std::string names_of(const RejectionCounts& counts);

/// True if the latest probes of a target could not be sent.
bool cannot_be_sent(const TargetSilence& silence);

/// Returns the reasons, such as `refused, tls`, if no probe of `targets` has been received for as
/// long as a silence must last to count as an outage, and at least three were rejected in that
/// time. Each target that is probed often enough, as in silence_of(), must have failed; targets
/// whose probes cannot be sent do not count. Empty otherwise.
std::string rejection_of(const std::vector<WatchedTarget>& targets, MonotonicTime now);

}  // namespace peeringd
