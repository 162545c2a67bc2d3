#include "reachability/silence.hpp"

#include <algorithm>
#include <iterator>

namespace peeringd {
namespace {

constexpr Duration longest_interval = std::chrono::minutes{1};
constexpr int ticks_of_outage = 3;

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

// The targets whose silence decides: those that have answered before, or all if none has. Of these,
// the targets that are probed often, if there are any.
std::vector<WatchedTarget> deciding(const std::vector<WatchedTarget>& targets) {
  auto chosen = chosen_of(targets, [](const WatchedTarget& t) { return t.silence->answered(); });
  if (chosen.empty()) chosen = targets;
  if (std::any_of(chosen.begin(), chosen.end(), is_probed_often)) {
    chosen = chosen_of(chosen, is_probed_often);
  }
  return chosen;
}

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

}  // namespace

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
    run_ = 0;
    unmeasured_ = 0;
    unanswered_ = 0;
    return;
  }
  if (new_losses_ > 0) {
    if (!first_silent_) first_silent_ = now;
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
  if (chosen.empty()) return std::nullopt;
  MonotonicTime since = MonotonicTime::min();
  std::uint64_t silent_probes = 0;
  for (const WatchedTarget& target : chosen) {
    if (target.silence->consecutive_unanswered() == 0) return std::nullopt;
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
