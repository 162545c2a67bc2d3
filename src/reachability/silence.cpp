#include "reachability/silence.hpp"

#include <algorithm>
#include <numeric>

namespace peeringd {
namespace {

constexpr Duration longest_interval = std::chrono::minutes{1};
constexpr std::uint64_t least_silent_probes = 3;
constexpr int ticks_of_outage = 3;

bool is_silence(LossReason reason) {
  return reason == LossReason::timeout || reason == LossReason::unreachable;
}

Duration shortest_interval(const std::vector<WatchedTarget>& targets) {
  return std::min_element(
             targets.begin(), targets.end(),
             [](const auto& a, const auto& b) { return a.interval < b.interval; })
      ->interval;
}

// Those whose silence decides. Requires that there are targets.
std::vector<WatchedTarget> deciding(const std::vector<WatchedTarget>& targets) {
  const bool answered = std::any_of(targets.begin(), targets.end(), [](const WatchedTarget& t) {
    return t.silence->answered();
  });
  std::vector<WatchedTarget> chosen;
  for (const WatchedTarget& target : targets) {
    // Before the first answer, one that could not be sent says nothing beside one that was silent.
    const bool counts = answered ? target.silence->answered()
                                 : target.silence->run() > 0 || !target.silence->last_unsent();
    if (counts) chosen.push_back(target);
  }
  const bool some_often = std::any_of(chosen.begin(), chosen.end(), [](const WatchedTarget& t) {
    return t.interval <= longest_interval;
  });
  if (some_often) {
    std::erase_if(chosen, [](const auto& target) { return target.interval > longest_interval; });
  }
  return chosen;
}

}  // namespace

SignsOfLife signs_of_life(const Ledger& ledger) {
  SignsOfLife signs;
  signs.answers = ledger.received;
  for (std::size_t i = 0; i < ledger.lost.size(); ++i) {
    (is_silence(static_cast<LossReason>(i)) ? signs.silent : signs.answers) += ledger.lost[i];
  }
  signs.disturbed = ledger.inconclusive + ledger.skipped;
  signs.unsent = ledger.error_total();
  return signs;
}

void TargetSilence::note(const SignsOfLife& signs, MonotonicTime now) {
  if (signs.answers < before_.answers || signs.silent < before_.silent) *this = {};
  new_answers_ = signs.answers - before_.answers;
  new_losses_ = signs.silent - before_.silent;
  const bool disturbed = signs.disturbed != before_.disturbed;
  if (signs.unsent != before_.unsent) last_unsent_ = now;
  before_ = signs;
  if (new_answers_ + new_losses_ > 0) last_outcome_ = now;
  if (new_answers_ > 0) {
    last_answer_ = now;
    first_silent_.reset();
    run_ = 0;
  } else if (disturbed) {
    restart(now);
  } else if (new_losses_ > 0) {
    if (!first_silent_) first_silent_ = now;
    run_ += new_losses_;
  }
}

void TargetSilence::restart(MonotonicTime now) {
  run_ = 0;
  first_silent_.reset();
  restarted_ = now;
}

std::optional<MonotonicTime> TargetSilence::quiet_since() const {
  if (last_answer_) return std::max(*last_answer_, restarted_.value_or(*last_answer_));
  return first_silent_;
}

std::optional<Silence> silence_of(const std::vector<WatchedTarget>& targets, MonotonicTime now) {
  if (targets.empty()) return std::nullopt;
  const std::vector<WatchedTarget> chosen = deciding(targets);
  if (chosen.empty()) return std::nullopt;
  MonotonicTime since = MonotonicTime::min();
  std::uint64_t silent_probes = 0;
  for (const WatchedTarget& target : chosen) {
    if (target.silence->run() == 0) return std::nullopt;
    silent_probes += target.silence->run();
    since = std::max(since, target.silence->quiet_since().value_or(now));
  }
  const bool answered = chosen.front().silence->answered();
  const Duration ticks = answered ? ticks_of_outage * shortest_interval(chosen) : Duration{};
  if (now - since < std::max(shortest_outage, ticks)) return std::nullopt;
  if (answered && silent_probes < least_silent_probes) return std::nullopt;
  return Silence{since};
}

bool is_blocked(const std::vector<WatchedTarget>& targets, MonotonicTime now) {
  if (targets.empty()) return false;
  const Duration span = std::max(shortest_outage, ticks_of_outage * shortest_interval(targets));
  bool unsent = false;
  for (const WatchedTarget& target : targets) {
    const auto within = [&](const std::optional<MonotonicTime>& time) {
      return time && now - *time < span;
    };
    if (within(target.silence->last_outcome())) return false;
    unsent = unsent || within(target.silence->last_unsent());
  }
  return unsent;
}

}  // namespace peeringd
