#include "rollup/roll_up.hpp"

#include "model/config.hpp"
#include "rollup/names.hpp"
#include "rollup/observations.hpp"
#include "rollup/path.hpp"
#include "statistics/balanced_summary.hpp"
#include "statistics/mean.hpp"
#include "statistics/summary.hpp"

namespace peeringd {
namespace {

bool belongs(const Target& target, const PrefixSnapshot& prefix) {
  return target.connection == prefix.connection && target.prefix == prefix.prefix;
}

// The end of those targets from `first` on that probe the same endpoint from the same prefix.
std::size_t end_of_path(const Snapshot& snapshot, std::size_t first) {
  const Target& target = snapshot.targets[first].target;
  std::size_t last = first;
  while (last < snapshot.targets.size() &&
         snapshot.targets[last].target.endpoint == target.endpoint &&
         snapshot.targets[last].target.connection == target.connection &&
         snapshot.targets[last].target.prefix == target.prefix) {
    ++last;
  }
  return last;
}

std::size_t count_paths(const Snapshot& snapshot) {
  std::size_t count = 0;
  for (std::size_t first = 0; first < snapshot.targets.size(); ++count) {
    first = end_of_path(snapshot, first);
  }
  return count;
}

// The counters of removed targets, where there are any.
std::optional<ProbeCounters> ended_of(const PrefixSnapshot& prefix) {
  const ProbeCounters& ended = prefix.totals.ended;
  return ended.sent > 0 ? std::optional(ended) : std::nullopt;
}

Figures figures_of(const SampleWindow& window, Summary& scratch) {
  scratch.clear();
  scratch.add(window);
  Figures figures = scratch.figures();
  figures.last_answered = window.newest_answered();
  return figures;
}

// Targets come prefix by prefix, and path by path within.
class RollUp {
 public:
  explicit RollUp(const Snapshot& snapshot) : snapshot_(snapshot), names_(snapshot) {
    rollup_.targets.reserve(snapshot.targets.size());
    rollup_.paths.reserve(count_paths(snapshot));
    rollup_.prefixes.reserve(snapshot.prefixes.size());
  }

  Rollup run() {
    for (const TargetSnapshot& target : snapshot_.targets) {
      rollup_.targets.push_back(figures_of(target.window, scratch_));
    }
    for (std::uint32_t p = 0; p < snapshot_.prefixes.size(); ++p) add_prefix(p);
    add_connections();
    return std::move(rollup_);
  }

 private:
  void add_prefix(std::uint32_t index) {
    const std::size_t first_target = next_target_;
    PrefixRollup prefix;
    prefix.first = rollup_.paths.size();
    prefix.totals = ended_of(snapshot_.prefixes[index]);
    pool_.clear();
    missing_share_ = {};
    while (next_target_ < snapshot_.targets.size() &&
           belongs(snapshot_.targets[next_target_].target, snapshot_.prefixes[index])) {
      add_path(index, prefix);
    }
    prefix.last = rollup_.paths.size();
    prefix.figures = pool_.figures();
    prefix.missing_share = missing_share_.value().value_or(0);
    prefix.egress = egress_of(snapshot_, snapshot_.prefixes[index], first_target, next_target_);
    prefix.names = names_.names_of(first_target, next_target_);
    prefix.edge_location = edge_location_of(
        snapshot_.config->connections[snapshot_.prefixes[index].connection].edge,
        std::span(rollup_.paths).subspan(prefix.first, prefix.last - prefix.first));
    rollup_.prefixes.push_back(prefix);
  }

  void add_path(std::uint32_t prefix_index, PrefixRollup& prefix) {
    const std::size_t first = next_target_;
    next_target_ = end_of_path(snapshot_, first);
    pool_.begin_group();
    Coverage coverage;
    for (std::size_t t = first; t < next_target_; ++t) {
      const TargetSnapshot& target = snapshot_.targets[t];
      if (target.unknown || !measures_edge(*snapshot_.config, target.target)) continue;
      if (!prefix.totals) prefix.totals.emplace();
      add_to(*prefix.totals, target.counters);
      pool_.add(target.window, rollup_.targets[t].tally);
      coverage += coverage_of(snapshot_, target, rollup_.targets[t]);
    }
    prefix.coverage += coverage;
    missing_share_.add(coverage.missing_share());
    PathRollup path = roll_up_path(snapshot_, rollup_.targets, first, next_target_, scratch_);
    path.prefix = prefix_index;
    rollup_.paths.push_back(std::move(path));
  }

  void add_connections() {
    std::size_t prefix = 0;
    for (std::uint32_t c = 0; c < snapshot_.config->connections.size(); ++c) {
      ConnectionRollup connection;
      connection.first = prefix;
      Mean<Duration> latency;
      Mean<double> loss;
      Mean<Duration> jitter;
      for (; prefix < snapshot_.prefixes.size() && snapshot_.prefixes[prefix].connection == c;
           ++prefix) {
        const Figures& figures = rollup_.prefixes[prefix].figures;
        latency.add(figures.median());
        loss.add(figures.loss_ratio);
        jitter.add(figures.jitter);
      }
      connection.last = prefix;
      connection.latency = latency.value();
      connection.loss_ratio = loss.value();
      connection.jitter = jitter.value();
      rollup_.connections.push_back(connection);
    }
  }

  const Snapshot& snapshot_;
  NameRollup names_;
  std::size_t next_target_ = 0;
  Mean<double> missing_share_;  // of the paths of a prefix
  BalancedSummary pool_;        // of a prefix: a group for each path
  Summary scratch_;             // of a target or a path
  Rollup rollup_;
};

}  // namespace

Rollup roll_up(const Snapshot& snapshot) {
  return RollUp(snapshot).run();
}

}  // namespace peeringd
