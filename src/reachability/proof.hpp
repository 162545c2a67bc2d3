// Recognizes that somebody else answers instead of the endpoints, as a captive portal does: every
// probe that can tell who answers is rejected, while others, such as pings, may be answered. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/optional_time.hpp"
#include "reachability/silence.hpp"

namespace peeringd {

/// Cumulative counts of a target whose probes can tell who answers.
struct ProofCounts {
  std::uint64_t genuine = 0;   ///< answers of the endpoint itself, received or not
  std::uint64_t doubtful = 0;  ///< rejections that do not show who answered
  std::uint64_t rejected = 0;  ///< all rejections
  std::uint64_t silent = 0;    ///< probes without any answer
};

/// Tracks the probes of one target since the last genuine answer. One thread.
class ProofRun {
 public:
  /// Takes the counts as of `now`. Counts that went back belong to a new series.
  void note(const ProofCounts& counts, MonotonicTime now);

  /// Forgets the run so far, for a time in which no probe could be sent.
  void restart();

  /// Forgets that the endpoint has ever passed: another one is asked, or it is asked otherwise.
  void begin_anew();

  bool passed() const { return passed_; }             ///< a genuine answer since the start
  std::uint64_t failed() const { return failed_; }    ///< without a genuine answer
  std::uint64_t foreign() const { return foreign_; }  ///< of these, answered by somebody else
  std::uint64_t new_genuine() const { return new_genuine_; }  ///< at the last note()
  std::uint64_t new_foreign() const { return new_foreign_; }  ///< at the last note()
  std::optional<MonotonicTime> last_genuine() const { return last_genuine_; }
  /// The first probe of the run that failed.
  std::optional<MonotonicTime> first_failed() const { return first_failed_; }
  /// The last genuine answer, or else the first failed probe.
  std::optional<MonotonicTime> since() const;

 private:
  ProofCounts before_;
  std::uint64_t failed_ = 0;
  std::uint64_t foreign_ = 0;
  std::uint64_t new_genuine_ = 0;
  std::uint64_t new_foreign_ = 0;
  OptionalTime<MonotonicTime> last_genuine_;
  OptionalTime<MonotonicTime> first_failed_;
  bool passed_ = false;
};

/// Answers of somebody else.
struct ForeignAnswers {
  MonotonicTime since;  ///< the last genuine answer
  std::string text;     ///< `certificate of portal.example is not that of teams.example`
};

/// The foreign answers to `targets` of one prefix, if all of these are true: each target that can
/// tell who answers, and has had a genuine answer before, has failed since; none of these targets
/// has had one for as long as a silence must last to be an outage; at least three probes were
/// answered by somebody else, and these were for at least two hosts, at two addresses unless a
/// certificate of another name was presented. A single host that is misconfigured or refuses
/// connections is thus no outage, nor is one that never passed. A target without any answer must
/// have lost three probes. One that has long failed while another passed is at fault itself and
/// does not count. Targets that are probed seldom count as in silence_of(); those whose probes
/// cannot be sent do not.
std::optional<ForeignAnswers> foreign_answers(const std::vector<WatchedTarget>& targets,
                                              MonotonicTime now);

}  // namespace peeringd
