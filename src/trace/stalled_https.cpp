#include "trace/stalled_https.hpp"

#include <algorithm>
#include <variant>

#include "model/config.hpp"
#include "model/probe_options.hpp"

namespace peeringd {
namespace {

constexpr Duration shortest_stall = std::chrono::seconds{15};
constexpr int stalled_ticks = 3;

bool is_https(const ProbeConfig& probe) {
  const auto* const http = std::get_if<HttpOptions>(&probe.options);
  return http != nullptr && http->tls;
}

constexpr int fewest_timeouts = 3;

// Whether the latest probe of the window was lost, and probes have timed out. The counters alone
// are since the start.
bool times_out(const TargetSnapshot& target, const Figures& figures) {
  return figures.last_answered == false &&
         target.counters.lost[index_of(LossReason::timeout)] >= fewest_timeouts;
}

class Path {
 public:
  Path(const Snapshot& snapshot, const Rollup& rollup, const ReachReport& reach,
       const PathRollup& path)
      : snapshot_(snapshot), rollup_(rollup), reach_(reach), path_(path) {}

  std::optional<std::size_t> stalled() const {
    for (std::size_t t = path_.first; t < path_.last; ++t) {
      const TargetSnapshot& target = snapshot_.targets[t];
      const ProbeConfig& probe = probe_of(*snapshot_.config, target.target);
      const Duration span = std::max(shortest_stall, stalled_ticks * probe.interval);
      if (!is_https(probe) || !target.address || answered(t, span)) continue;
      if (times_out(target, rollup_.targets[t]) && another_answered(t, span)) return t;
    }
    return std::nullopt;
  }

 private:
  bool answered(std::size_t target, Duration span) const {
    const auto& last = reach_.last_answers[target];
    return last && snapshot_.taken_at - *last < span;
  }

  bool another_answered(std::size_t stalled, Duration span) const {
    for (std::size_t t = path_.first; t < path_.last; ++t) {
      const Target& target = snapshot_.targets[t].target;
      const bool is_small = measures_edge(*snapshot_.config, target) &&
                            !is_https(probe_of(*snapshot_.config, target));
      if (t != stalled && is_small && answered(t, span)) return true;
    }
    return false;
  }

  const Snapshot& snapshot_;
  const Rollup& rollup_;
  const ReachReport& reach_;
  const PathRollup& path_;
};

}  // namespace

std::optional<std::size_t> stalled_https(const Snapshot& snapshot, const Rollup& rollup,
                                         const ReachReport& reach, std::size_t prefix) {
  const PrefixRollup& rolled = rollup.prefixes[prefix];
  if (reach.prefixes[prefix].reach != Reach::up) return std::nullopt;
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    if (const auto found = Path(snapshot, rollup, reach, rollup.paths[p]).stalled()) return found;
  }
  return std::nullopt;
}

}  // namespace peeringd
