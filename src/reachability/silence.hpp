// Recognizes from the counters of targets that no target answers any more. A refusal and a failed
// TLS handshake count as answers too, since a host has sent them. Probes that this host could not
// measure count neither as answers nor as silence. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/optional_time.hpp"
#include "model/ip_prefix.hpp"
#include "model/outcome.hpp"
#include "model/probe_counters.hpp"

namespace peeringd {

/// Counts of probes that a host has answered, but not as it should, by LossReason; the lower 32
/// bits of each, since only differences are used.
using RejectionCounts = std::array<std::uint32_t, loss_reason_names.size()>;

/// Cumulative counters of a target, grouped by what they show about the far side.
struct AnswerCounts {
  std::uint64_t answers = 0;       ///< answers of any kind
  std::uint64_t silent = 0;        ///< probes without any answer
  std::uint64_t inconclusive = 0;  ///< probes that this host could not measure
  std::uint64_t unsent = 0;        ///< probes that could not be sent
  std::uint64_t unresolved = 0;    ///< probes not sent for lack of an address
  std::uint64_t received = 0;      ///< answers that count as received, so no refusals and the like
  RejectionCounts rejected{};      ///< the other answers

  friend bool operator==(const AnswerCounts&, const AnswerCounts&) = default;
};

/// Groups the counters of one target.
AnswerCounts answer_counts(const ProbeCounters& counters);

/// Tracks the answers and the silence of one target over successive counters. One thread.
class TargetSilence {
 public:
  /// Takes the counters as of `now`. Counters that went back belong to a new series.
  void note(const AnswerCounts& counts, MonotonicTime now);

  /// Forgets the silence so far, for a time in which no probe could be sent or measured.
  void restart(MonotonicTime now);

  /// The counters of the last note().
  const AnswerCounts& counts() const { return before_; }

  bool answered() const { return last_answer_.has_value(); }  ///< ever
  std::uint64_t new_answers() const { return new_answers_; }  ///< at the last note()
  std::uint64_t new_losses() const { return new_losses_; }    ///< at the last note()
  /// Unanswered probes since the last answer and since the last restart. note() restarts once more
  /// probes than these were inconclusive in that time.
  std::uint64_t consecutive_unanswered() const { return run_; }
  /// All unanswered probes since the last answer.
  std::uint64_t unanswered() const { return unanswered_; }
  /// When the first of these was noticed.
  std::optional<MonotonicTime> first_unanswered() const { return first_unanswered_; }
  /// All inconclusive probes since the last answer.
  std::uint64_t inconclusive() const { return inconclusive_; }
  /// When the silence began: the last answer, or the first silent probe if there was no answer yet.
  std::optional<MonotonicTime> quiet_since() const;
  std::optional<MonotonicTime> last_answer() const { return last_answer_; }
  std::optional<MonotonicTime> last_received() const { return last_received_; }
  std::optional<MonotonicTime> last_outcome() const { return last_outcome_; }
  std::optional<MonotonicTime> last_unsent() const { return last_unsent_; }
  /// When the first probe after the last outcome was inconclusive. None: none was.
  std::optional<MonotonicTime> unmeasured_since() const { return unmeasured_since_; }
  bool unresolved() const { return unresolved_; }  ///< the last unsent probe had no address
  std::optional<MonotonicTime> restarted() const { return restarted_; }
  /// When the first silent probe of the run was noticed.
  std::optional<MonotonicTime> first_silent() const { return first_silent_; }

 private:
  AnswerCounts before_;
  std::uint64_t new_answers_ = 0;
  std::uint64_t new_losses_ = 0;
  std::uint64_t run_ = 0;
  std::uint64_t unmeasured_ = 0;  // inconclusive probes in the time of run_
  std::uint64_t unanswered_ = 0;
  std::uint64_t inconclusive_ = 0;
  OptionalTime<MonotonicTime> last_answer_;
  OptionalTime<MonotonicTime> first_silent_;  // the first probe of the run
  OptionalTime<MonotonicTime> first_unanswered_;
  OptionalTime<MonotonicTime> restarted_;
  OptionalTime<MonotonicTime> last_received_;
  OptionalTime<MonotonicTime> last_outcome_;
  OptionalTime<MonotonicTime> last_unsent_;
  OptionalTime<MonotonicTime> unmeasured_since_;
  bool unresolved_ = false;
};

class ProofRun;
class RejectionRun;

/// A target whose silence counts, with its probing interval.
struct WatchedTarget {
  const TargetSilence* silence;
  Duration interval;  ///< between its probes
  const RejectionRun* rejections = nullptr;
  const ProofRun* proof = nullptr;     ///< null if its probes cannot tell who answers
  std::string_view host{};             ///< whose answers are expected
  std::optional<IpAddress> address{};  ///< where it is asked
  std::string_view presented{};  ///< the name in the certificate of somebody else, if seen last
  bool connects = false;         ///< by TCP, which networks do not drop alone, as they do pings
};

/// True unless the target is probed less than once a minute.
bool is_probed_often(const WatchedTarget& target);

/// How long a silence of `targets`, at least one, must last to be an outage: `shortest_outage`, or
/// three intervals of the target that is probed most often.
Duration outage_span(const std::vector<WatchedTarget>& targets);

/// The targets whose silence decides: those that have answered before, or all if none has. Of
/// these, the targets that are probed often, if there are any.
std::vector<WatchedTarget> deciding(const std::vector<WatchedTarget>& targets);

/// A period in which no target answered.
struct Silence {
  MonotonicTime since;  ///< when it began
};

/// The shortest silence that counts as an outage.
inline constexpr Duration shortest_outage = std::chrono::seconds{15};

/// Fewer probes without an answer show nothing.
inline constexpr std::uint64_t min_silent_probes = 3;

/// Returns the silence of `targets` if it has lasted for `shortest_outage` and for three intervals
/// of the target that is probed most often, and at least three probes were lost in it. Each target
/// that has answered before must have lost a probe; if none has answered, each target must.
/// Ignores targets that are probed less than once a minute, if there are others, and targets whose
/// probes cannot be sent or are inconclusive at present. Two exceptions:
/// - A target with a longer interval than this time, which has not been asked since the others fell
///   silent, is not waited for if these ask its host and another one by TCP.
/// - If targets have answered since the others fell silent, the path works: no silence, until each
///   of them has lost a probe, or three of their probes were lost in succession.
std::optional<Silence> silence_of(const std::vector<WatchedTarget>& targets, MonotonicTime now);

/// True if one of `targets` has answered since all of `silent`, which are some of them, had lost a
/// probe: then the path works, and those are at fault themselves. Later losses revoke it: one of
/// each such target, or three since the last answer.
bool is_refuted(const std::vector<WatchedTarget>& targets,
                const std::vector<WatchedTarget>& silent);

/// The losses of a silence of `targets` that is too short to be an outage, and may become one: the
/// probes lost since the last answer. 0 if a target that has answered before has lost none, and
/// once the silence is twice as long as an outage needs to be: then it can no longer become one.
std::uint64_t pending_losses(const std::vector<WatchedTarget>& targets, MonotonicTime now);

/// True if no probe of a target has had an outcome for `shortest_outage` or three of its intervals,
/// and some could not be sent in that time.
bool is_blocked(const std::vector<WatchedTarget>& targets, MonotonicTime now);

/// True if no probe of a target has had an outcome for `span` or three of its intervals, although
/// the probes of one were due all the time: they are skipped or inconclusive.
bool is_unmeasured(const std::vector<WatchedTarget>& targets, Duration span, MonotonicTime now);

}  // namespace peeringd
