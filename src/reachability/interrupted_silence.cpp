#include "reachability/interrupted_silence.hpp"

#include "reachability/prefix_state.hpp"

namespace peeringd {

std::optional<Silence> interrupted_silence_of(const std::vector<WatchedTarget>& targets,
                                              MonotonicTime since, MonotonicTime now) {
  if (targets.empty()) return std::nullopt;
  const std::vector<WatchedTarget> candidates = deciding(targets);
  if (now - since < outage_span(candidates) + source_grace) return std::nullopt;
  std::vector<WatchedTarget> silent;
  std::uint64_t lost = 0;
  for (const WatchedTarget& target : candidates) {
    const TargetSilence& silence = *target.silence;
    if (silence.inconclusive() > silence.unanswered()) continue;
    // Its turn may always come when there is no source.
    const bool unsent = silence.last_unsent() > silence.last_outcome();
    if (silence.unanswered() == 0 && !unsent) return std::nullopt;
    lost += silence.unanswered();
    if (silence.unanswered() > 0) silent.push_back(target);
  }
  if (lost < min_silent_probes || is_refuted(targets, silent)) return std::nullopt;
  return Silence{since};
}

}  // namespace peeringd
