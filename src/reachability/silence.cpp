#include "reachability/silence.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace peeringd {
namespace {

constexpr Duration longest_interval = std::chrono::minutes{1};
constexpr int ticks_of_outage = 3;
constexpr std::size_t min_silent_hosts = 2;

bool is_silence(LossReason reason) {
  return reason == LossReason::timeout || reason == LossReason::unreachable;
}

Duration shortest_interval(const std::vector<WatchedTarget>& targets) {
  return std::min_element(targets.begin(), targets.end(),
                          [](const auto& a, const auto& b) { return a.interval < b.interval; })
      ->interval;
}

}  // namespace

bool is_probed_often(const WatchedTarget& target) {
  return target.interval <= longest_interval;
}

Duration outage_span(const std::vector<WatchedTarget>& targets) {
  return std::max(shortest_outage, ticks_of_outage * shortest_interval(targets));
}

namespace {

std::vector<WatchedTarget> chosen_of(const std::vector<WatchedTarget>& targets, auto wanted) {
  std::vector<WatchedTarget> chosen;
  std::copy_if(targets.begin(), targets.end(), std::back_inserter(chosen), wanted);
  return chosen;
}

}  // namespace

std::vector<WatchedTarget> deciding(const std::vector<WatchedTarget>& targets) {
  auto chosen = chosen_of(targets, [](const WatchedTarget& t) { return t.silence->answered(); });
  if (chosen.empty()) chosen = targets;
  if (std::any_of(chosen.begin(), chosen.end(), is_probed_often)) {
    chosen = chosen_of(chosen, is_probed_often);
  }
  return chosen;
}

namespace {

// True if the target shows nothing about the far side at present: its probes cannot be sent, or
// they are inconclusive.
bool is_mute(const WatchedTarget& target, Duration span, MonotonicTime now) {
  const TargetSilence& silence = *target.silence;
  const bool unsendable =
      silence.consecutive_unanswered() == 0 && silence.last_unsent() &&
      silence.last_unsent() >= std::max(silence.last_outcome(), silence.restarted());
  const bool inconclusive =
      silence.restarted() > silence.last_answer() && now - *silence.restarted() < span;
  return unsendable || inconclusive;
}

bool has_lost(const WatchedTarget& target) {
  return target.silence->consecutive_unanswered() > 0;
}

// When the last of these targets lost its first probe since its last answer.
std::optional<MonotonicTime> all_silent_since(const std::vector<WatchedTarget>& silent) {
  std::optional<MonotonicTime> since;
  for (const WatchedTarget& target : silent) {
    // Not that of its run, which an outage that has just ended restarts.
    since = std::max(since, target.silence->first_unanswered());
  }
  return since;
}

// The hosts among these that are asked by TCP: a network may begin to drop pings.
std::set<std::string_view> connected_hosts(const std::vector<WatchedTarget>& silent) {
  std::set<std::string_view> hosts;
  for (const WatchedTarget& target : silent) {
    if (target.connects) hosts.insert(target.host);
  }
  return hosts;
}

// True if one of `chosen` has lost nothing, and the outcome of its next probe must be awaited: not
// if its host is one of several that are silent already.
bool must_wait(const std::vector<WatchedTarget>& chosen, const std::vector<WatchedTarget>& silent,
               Duration span) {
  const auto silent_since = all_silent_since(silent);
  const auto hosts = connected_hosts(silent);
  return std::ranges::any_of(chosen, [&](const WatchedTarget& target) {
    const TargetSilence& silence = *target.silence;
    const bool was_not_asked =
        target.interval > span && silence.answered() && silence.last_answer() <= silent_since;
    const bool is_sure = hosts.size() >= min_silent_hosts && hosts.contains(target.host);
    return !has_lost(target) && !(was_not_asked && is_sure);
  });
}

}  // namespace

bool is_refuted(const std::vector<WatchedTarget>& targets,
                const std::vector<WatchedTarget>& silent) {
  const auto silent_since = all_silent_since(silent);
  std::optional<MonotonicTime> last_answer;
  for (const WatchedTarget& target : targets) {
    last_answer = std::max(last_answer, target.silence->last_answer());
  }
  bool refuted = false;
  std::uint64_t lost = 0;
  for (const WatchedTarget& target : targets) {
    const TargetSilence& silence = *target.silence;
    // One whose probes cannot be sent any more could not revoke it. A missing source passes.
    const bool gone = silence.unanswered() == 0 &&
                      silence.last_unsent() > std::max(silence.last_outcome(), silence.restarted());
    if (silence.last_answer() <= silent_since || gone) continue;
    refuted = refuted || silence.unanswered() == 0;
    if (silence.first_unanswered() > last_answer) lost += silence.unanswered();
  }
  return refuted && lost < min_silent_probes;
}

AnswerCounts answer_counts(const ProbeCounters& counters) {
  AnswerCounts counts;
  counts.answers = counters.received;
  for (std::size_t i = 0; i < counters.lost.size(); ++i) {
    if (is_silence(static_cast<LossReason>(i))) {
      counts.silent += counters.lost[i];
    } else {
      counts.answers += counters.lost[i];
      counts.rejected[i] = static_cast<std::uint32_t>(counters.lost[i]);
    }
  }
  counts.answers += counters.late;  // lost for the figures, but the host has answered
  counts.inconclusive = counters.inconclusive + counters.skipped;
  counts.unsent = counters.error_total();
  counts.unresolved = counters.errors[index_of(ErrorReason::resolve)];
  counts.received = counters.received;
  return counts;
}

void TargetSilence::note(const AnswerCounts& counts, MonotonicTime now) {
  if (counts.answers < before_.answers || counts.silent < before_.silent) *this = {};
  new_answers_ = counts.answers - before_.answers;
  new_losses_ = counts.silent - before_.silent;
  if (counts.inconclusive > before_.inconclusive) {
    unmeasured_ += counts.inconclusive - before_.inconclusive;
    inconclusive_ += counts.inconclusive - before_.inconclusive;
    if (!unmeasured_since_) unmeasured_since_ = now;
  }
  if (counts.unsent != before_.unsent) {
    last_unsent_ = now;
    unresolved_ = counts.unresolved != before_.unresolved;
  }
  if (counts.received > before_.received) last_received_ = now;
  before_ = counts;
  if (new_answers_ + new_losses_ > 0) {
    last_outcome_ = now;
    unmeasured_since_.reset();
  }
  unanswered_ += new_losses_;
  if (new_answers_ > 0) {
    last_answer_ = now;
    first_silent_.reset();
    first_unanswered_.reset();
    run_ = 0;
    unmeasured_ = 0;
    unanswered_ = 0;
    inconclusive_ = 0;
    return;
  }
  if (new_losses_ > 0) {
    if (!first_silent_) first_silent_ = now;
    if (!first_unanswered_) first_unanswered_ = now;
    run_ += new_losses_;
  }
  // A few inconclusive probes among many lost ones do not make a silence doubtful.
  if (unmeasured_ > run_) restart(now);
}

void TargetSilence::restart(MonotonicTime now) {
  run_ = 0;
  unmeasured_ = 0;
  first_silent_.reset();
  restarted_ = now;
}

std::optional<MonotonicTime> TargetSilence::quiet_since() const {
  if (last_answer_) return std::max(*last_answer_, restarted_.value_or(*last_answer_));
  return first_silent_;
}

std::optional<Silence> silence_of(const std::vector<WatchedTarget>& targets, MonotonicTime now) {
  if (targets.empty()) return std::nullopt;
  const std::vector<WatchedTarget> candidates = deciding(targets);
  const bool answered = candidates.front().silence->answered();
  const Duration ticks = answered ? ticks_of_outage * shortest_interval(candidates) : Duration{};
  const Duration span = std::max(shortest_outage, ticks);
  const auto chosen = chosen_of(
      candidates, [&](const WatchedTarget& target) { return !is_mute(target, span, now); });
  const auto silent = chosen_of(chosen, has_lost);
  if (silent.empty() || must_wait(chosen, silent, span) || is_refuted(targets, silent)) {
    return std::nullopt;
  }
  MonotonicTime since = MonotonicTime::min();
  std::uint64_t silent_probes = 0;
  for (const WatchedTarget& target : silent) {
    silent_probes += target.silence->consecutive_unanswered();
    since = std::max(since, target.silence->quiet_since().value_or(now));
  }
  // Any answer restarts the silence, also an answer of a target that is probed seldom.
  for (const WatchedTarget& target : targets) {
    since = std::max(since, target.silence->last_answer().value_or(since));
  }
  if (now - since < span || silent_probes < min_silent_probes) return std::nullopt;
  return Silence{since};
}

std::uint64_t pending_losses(const std::vector<WatchedTarget>& targets, MonotonicTime now) {
  if (targets.empty()) return 0;
  const std::vector<WatchedTarget> candidates = deciding(targets);
  const Duration span = outage_span(candidates);
  for (const WatchedTarget& target : candidates) {
    if (is_mute(target, span, now)) continue;
    if (target.silence->consecutive_unanswered() == 0) return 0;
    if (now - target.silence->quiet_since().value_or(now) >= 2 * span) return 0;
  }
  std::uint64_t losses = 0;
  for (const WatchedTarget& target : targets) losses += target.silence->unanswered();
  return losses;
}

bool is_blocked(const std::vector<WatchedTarget>& targets, MonotonicTime now) {
  bool unsent = false;
  for (const WatchedTarget& target : targets) {
    const Duration span = std::max(shortest_outage, ticks_of_outage * target.interval);
    const auto within = [&](const std::optional<MonotonicTime>& time) {
      return time && now - *time < span;
    };
    if (within(target.silence->last_outcome())) return false;
    unsent = unsent || within(target.silence->last_unsent());
  }
  return unsent;
}

bool is_unmeasured(const std::vector<WatchedTarget>& targets, Duration span, MonotonicTime now) {
  bool unmeasured = false;
  for (const WatchedTarget& target : targets) {
    const TargetSilence& silence = *target.silence;
    const Duration patience = std::max(span, ticks_of_outage * target.interval);
    if (silence.last_outcome() && now - *silence.last_outcome() < patience) return false;
    const auto since = silence.unmeasured_since();
    unmeasured = unmeasured || (since && now - *since >= span);
  }
  return unmeasured;
}

}  // namespace peeringd
