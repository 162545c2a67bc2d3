#include "reachability/rejection.hpp"

#include <algorithm>
#include <numeric>

namespace peeringd {
namespace {

constexpr std::uint64_t min_rejections = 3;

std::uint64_t total(const RejectionCounts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace

void add(RejectionCounts& sum, const RejectionCounts& part) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += part[i];
}

bool cannot_be_sent(const TargetSilence& silence) {
  return silence.last_unsent() && silence.last_unsent() >= silence.last_outcome();
}

std::string names_of(const RejectionCounts& counts) {
  std::string names;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    names += (names.empty() ? "" : ", ") + std::string(loss_reason_names[i]);
  }
  return names;
}

void RejectionRun::note(const AnswerCounts& before, const AnswerCounts& counts, MonotonicTime now) {
  if (counts.received < before.received || total(counts.rejected) < total(before.rejected) ||
      counts.silent < before.silent) {
    *this = {};
    return note(AnswerCounts{}, counts, now);
  }
  new_received_ = counts.received - before.received;
  if (new_received_ > 0) {
    restart();
    last_received_ = now;
  } else {
    unreceived_ += counts.silent - before.silent;
    for (std::size_t i = 0; i < rejected_.size(); ++i) {
      const std::uint32_t rejected = counts.rejected[i] - before.rejected[i];
      rejected_[i] += rejected;
      unreceived_ += rejected;
    }
    if (unreceived_ > 0 && !first_unreceived_) first_unreceived_ = now;
  }
}

void RejectionRun::restart() {
  unreceived_ = 0;
  rejected_ = {};
  first_unreceived_.reset();
  last_received_.reset();
}

std::optional<MonotonicTime> RejectionRun::since() const {
  return last_received_ ? last_received_ : first_unreceived_;
}

std::string rejection_of(const std::vector<WatchedTarget>& targets, MonotonicTime now) {
  if (targets.empty()) return {};
  const Duration span = outage_span(targets);
  const bool some_often = std::any_of(targets.begin(), targets.end(), is_probed_often);
  RejectionCounts rejected{};
  std::optional<MonotonicTime> since;
  for (const WatchedTarget& target : targets) {
    const RejectionRun& run = *target.rejections;
    add(rejected, run.rejected());
    // Any received probe ends the rejection, also that of a target that is probed seldom.
    since = std::max(since, run.last_received());
    if (cannot_be_sent(*target.silence) || (some_often && !is_probed_often(target))) continue;
    if (run.unreceived() == 0) return {};
    since = std::max(since, std::optional(run.since().value_or(now)));
  }
  if (!since || total(rejected) < min_rejections || now - *since < span) return {};
  return names_of(rejected);
}

}  // namespace peeringd
