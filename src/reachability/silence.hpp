// Recognizes from the counters of targets that nothing answers any more. An answer of any kind is a
// sign of life: a refusal or a failed TLS handshake too, since a host has sent it. What the daemon
// itself could not measure is no sign of silence. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "model/ledger.hpp"

namespace peeringd {

/// Counters of a target, by what they say about the far side.
struct AnswerCounts {
  std::uint64_t answers = 0;    ///< of any kind
  std::uint64_t silent = 0;     ///< probes that nobody answered
  std::uint64_t inconclusive = 0;  ///< probes that say nothing, through a fault of this host
  std::uint64_t unsent = 0;     ///< probes that could not be sent
  std::uint64_t unresolved = 0; ///< of those, probes without an address
  std::uint64_t received = 0;   ///< answers that count as such, without refusals and the like

  friend bool operator==(const AnswerCounts&, const AnswerCounts&) = default;
};

AnswerCounts answer_counts(const Ledger& ledger);

/// What successive counters of one target have shown.
class TargetSilence {
 public:
  /// `counts` at `now`. Counters that went back belong to a new series.
  void note(const AnswerCounts& counts, MonotonicTime now);

  /// Forgets the silence so far: nothing could be sent, so it means nothing.
  void restart(MonotonicTime now);

  bool answered() const { return last_answer_.has_value(); }  ///< ever
  std::uint64_t new_answers() const { return new_answers_; }  ///< at the last note()
  std::uint64_t new_losses() const { return new_losses_; }    ///< at the last note()
  std::uint64_t run() const { return run_; }  ///< silent probes in a row, since the last answer
  /// Since when nothing answers: the last answer, or before the first one the first silent probe.
  std::optional<MonotonicTime> quiet_since() const;
  std::optional<MonotonicTime> last_answer() const { return last_answer_; }
  std::optional<MonotonicTime> last_received() const { return last_received_; }
  std::optional<MonotonicTime> last_outcome() const { return last_outcome_; }
  std::optional<MonotonicTime> last_unsent() const { return last_unsent_; }
  bool unresolved() const { return unresolved_; }  ///< the last that was not sent had no address
  std::optional<MonotonicTime> restarted() const { return restarted_; }
  /// When the first silent probe of the run was noticed.
  std::optional<MonotonicTime> first_silent() const { return first_silent_; }

 private:
  AnswerCounts before_;
  std::uint64_t new_answers_ = 0;
  std::uint64_t new_losses_ = 0;
  std::uint64_t run_ = 0;
  std::optional<MonotonicTime> last_answer_;
  std::optional<MonotonicTime> first_silent_;  // of the run
  std::optional<MonotonicTime> restarted_;
  std::optional<MonotonicTime> last_received_;
  std::optional<MonotonicTime> last_outcome_;
  std::optional<MonotonicTime> last_unsent_;
  bool unresolved_ = false;
};

/// A target whose silence means something, with how it is probed.
struct WatchedTarget {
  const TargetSilence* silence;
  Duration interval;  ///< of its ticks
};

/// That no target answers any more.
struct Silence {
  MonotonicTime since;  ///< when it began
};

/// The shortest silence that counts as an outage.
inline constexpr Duration shortest_outage = std::chrono::seconds{15};

/// Returns the silence of `targets`, if it has lasted for `shortest_outage` and for three intervals
/// of the target that is probed most often, and at least three probes were lost in it. Each target
/// that was answered before must have lost one; where none ever was, each of them. Left out are
/// targets that are probed less than once a minute, if there are others, and those that say nothing
/// at present: their probes cannot be sent, or this host missed them.
std::optional<Silence> silence_of(const std::vector<WatchedTarget>& targets, MonotonicTime now);

/// True if no probe of a target has had an outcome for `shortest_outage` or three of its intervals,
/// and some could not be sent in that time.
bool is_blocked(const std::vector<WatchedTarget>& targets, MonotonicTime now);

}  // namespace peeringd
