#include "reachability/reach_monitor.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "model/config.hpp"
#include "model/probe_traits.hpp"
#include "reachability/aggregate.hpp"

namespace peeringd {
namespace {

ProofCounts proof_counts_of(const TargetSnapshot& target, const AnswerCounts& answers) {
  ProofCounts counts;
  counts.rejected =
      std::accumulate(answers.rejected.begin(), answers.rejected.end(), std::uint64_t{0});
  counts.silent = answers.silent;
  if (target.observations) {
    counts.genuine = target.observations->answers_of_host;
    counts.doubtful = target.observations->doubtful_answers;
  }
  return counts;
}

}  // namespace

void ReachMonitor::restore(std::vector<LastingOutage> outages, std::vector<KnownSource> sources,
                           Instant now) {
  EarlierRun& earlier = earlier_.emplace();
  earlier.sources = std::move(sources);
  for (LastingOutage& outage : outages) {
    const Duration age = std::max(now.wall - outage.since, WallTime::duration{});
    earlier.outages.emplace_back(std::move(outage), now.monotonic - age);
  }
}

ReachReport ReachMonitor::update(const Snapshot& snapshot, const Rollup& rollup,
                                 std::span<const AccessLine> access) {
  now_ = snapshot.taken_at;
  access_ = access;
  memory_.adopt(snapshot, rollup);
  if (earlier_) memory_.restore(*earlier_);
  earlier_.reset();
  note_targets(snapshot);
  ReachReport report;
  report.last_answers.reserve(memory_.targets.size());
  for (const auto& target : memory_.targets) {
    report.last_answers.emplace_back(target.memory.silence.last_received());
  }
  for (std::size_t i = 0; i < rollup.prefixes.size(); ++i) {
    update_prefix(snapshot, rollup, i, report);
  }
  update_connections(rollup, report);
  update_groups(report);
  update_endpoints(rollup, report);
  return report;
}

void ReachMonitor::note_targets(const Snapshot& snapshot) {
  std::size_t t = 0;
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    for (;
         t < memory_.targets.size() && memory_.targets[t].indexes.connection == prefix.connection &&
         memory_.targets[t].indexes.prefix == prefix.prefix;
         ++t) {
      auto& [silence, rejections, proof] = memory_.targets[t].memory;
      const AnswerCounts counts = answer_counts(snapshot.targets[t].counters);
      rejections.note(silence.counts(), counts, now_);
      silence.note(counts, now_);
      proof.note(proof_counts_of(snapshot.targets[t], counts), now_);
      if (prefix.choice.source) continue;
      silence.restart(now_);
      rejections.restart();
      proof.restart();
    }
  }
}

void ReachMonitor::update_path(const Snapshot& snapshot, const PathRollup& path, std::size_t index,
                               const std::vector<WatchedTarget>& targets,
                               const PrefixContext& around, ReachReport& report) {
  PathMemory& memory = memory_.paths[index].memory;
  PathInput input = path_input_of(snapshot, path);
  if (input.answered && around.silent_since) {
    // It may be probed too seldom for a silence of its own. What it loses is part of the outage.
    if (input.new_answers == 0) input.silence = Silence{*around.silent_since};
  } else if (input.answered) {
    input.silence = silence_of(targets, now_);
  }
  if (input.silence && !around.silent_since) {
    // Another endpoint must have answered since this one fell silent. Otherwise this endpoint may
    // only be the first to be missed in an outage of the prefix.
    std::optional<MonotonicTime> missed;
    for (const WatchedTarget& target : targets) {
      missed = std::max(missed, target.silence->first_silent());
    }
    if (!missed || !around.last_answer || *around.last_answer <= *missed) input.silence.reset();
  }
  input.prefix_not_up = around.silent_since.has_value();
  input.prefix_recovered = around.recovered;
  for (const WatchedTarget& target : targets) {
    if (!around.foreign || target.proof == nullptr) continue;
    input.foreign += around.foreign_began ? target.proof->foreign() : target.proof->new_foreign();
  }
  if (input.answered && !around.silent_since) input.pending = pending_losses(targets, now_);
  for (std::size_t t = path.first; t < path.last && around.recovered; ++t) {
    TargetSilence& silence = memory_.targets[t].memory.silence;
    if (silence.new_answers() == 0) silence.restart(now_);
  }
  peeringd::update(memory, input, memory_.config->window, now_);
  report.paths.push_back(memory.reach);
  for (const WatchedTarget& target : targets) {
    auto& last_answer = report.paths.back().last_answer;
    last_answer = std::max(last_answer, OptionalTime(target.silence->last_answer()));
  }
}

void ReachMonitor::update_prefix(const Snapshot& snapshot, const Rollup& rollup, std::size_t index,
                                 ReachReport& report) {
  const PrefixRollup& rolled = rollup.prefixes[index];
  std::vector<WatchedTarget> targets;
  std::vector<std::vector<WatchedTarget>> targets_of_path;
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    targets_of_path.push_back(watched(snapshot, rollup.paths[p].first, rollup.paths[p].last));
    targets.insert(targets.end(), targets_of_path.back().begin(), targets_of_path.back().end());
  }
  PrefixContext around;
  for (const WatchedTarget& target : targets) {
    around.last_answer = std::max(around.last_answer, target.silence->last_answer());
  }
  PrefixMemory& memory = memory_.prefixes[index].memory;
  const bool was_not_up = memory.reach.is_not_up();
  const bool was_foreign = memory.reach.is_foreign();
  peeringd::update(memory, prefix_input_of(snapshot, index, targets), memory_.config->window, now_);
  report.prefixes.push_back(memory.reach);
  if (memory.reach.is_not_up() && !memory.reach.is_foreign()) {
    around.silent_since = memory.reach.since;
  }
  around.recovered = was_not_up && memory.reach.reach == Reach::up;
  around.foreign = memory.reach.is_foreign();
  around.foreign_began = around.foreign && !was_foreign;
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    update_path(snapshot, rollup.paths[p], p, targets_of_path[p - rolled.first], around, report);
  }
}

void ReachMonitor::update_connections(const Rollup& rollup, ReachReport& report) {
  for (std::size_t c = 0; c < memory_.config->connections.size(); ++c) {
    const ConnectionRollup& rolled = rollup.connections[c];
    const std::span<const PrefixReach> prefixes =
        std::span(report.prefixes).subspan(rolled.first, rolled.last - rolled.first);
    std::vector<AggregatePart> parts;
    std::vector<bool> blocked;
    for (std::size_t p = rolled.first; p < rolled.last; ++p) {
      const PrefixReach& prefix = report.prefixes[p];
      parts.push_back({is_up(prefix.reach), prefix.warm, memory_.prefixes[p].memory.lost});
      blocked.push_back(memory_.prefixes[p].memory.blocked);
    }
    AggregateReach& reach = memory_.connections[c].memory;
    reach = next_state(reach, parts, now_);
    if (reach.up == false) reach.reason = reason_of(prefixes, blocked);
    report.connections.push_back(reach);
  }
}

void ReachMonitor::update_groups(ReachReport& report) {
  std::map<std::string, std::vector<AggregatePart>, std::less<>> parts;
  for (std::size_t c = 0; c < memory_.config->connections.size(); ++c) {
    const std::string& group = memory_.config->connections[c].redundancy_group;
    const AggregateReach& reach = report.connections[c];
    if (!group.empty()) {
      parts[group].push_back({reach.up, reach.warm, reach.lost});
    }
  }
  for (const auto& [group, members] : parts) {
    AggregateReach reach = next_state(memory_.groups[group], members, now_);
    if (reach.up == false) {
      reach.reason = members.size() == 1
                         ? "its only connection is not up"
                         : "none of its " + std::to_string(members.size()) + " connections is up";
    }
    report.groups.emplace(group, std::move(reach));
  }
  memory_.groups = report.groups;
}

void ReachMonitor::update_endpoints(const Rollup& rollup, ReachReport& report) {
  report.endpoints.resize(memory_.config->endpoints.size());
  std::vector<std::size_t> answered(report.endpoints.size());
  for (std::size_t p = 0; p < rollup.paths.size(); ++p) {
    const PathRollup& path = rollup.paths[p];
    if (report.prefixes[path.prefix].reach != Reach::up) continue;
    EndpointReach& endpoint = report.endpoints[path.endpoint];
    if (!report.paths[p].last_answer) continue;
    ++endpoint.prefixes;
    if (!report.paths[p].down) ++answered[path.endpoint];
  }
  for (std::size_t e = 0; e < report.endpoints.size(); ++e) {
    EndpointReach& endpoint = report.endpoints[e];
    const bool was_down = memory_.endpoints[e].memory.down;
    // While no prefix is up, nothing is known about endpoints: those that were down stay down.
    endpoint.down = endpoint.prefixes > 0 ? answered[e] == 0 : was_down;
    endpoint.changed = endpoint.down != was_down;
    memory_.endpoints[e].memory = endpoint;
  }
}

}  // namespace peeringd
