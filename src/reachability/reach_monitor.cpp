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

// The name in the certificate of the last exchange, if somebody else presented it.
std::string_view presented_to(const TargetSnapshot& target) {
  const auto& observed = target.observations;
  if (!observed || !observed->last_exchange) return {};
  return observed->last_exchange->foreign_name;
}

}  // namespace

void ReachMonitor::restore(std::vector<LastingOutage> outages, MonotonicTime now, WallTime wall) {
  for (LastingOutage& outage : outages) {
    const Duration age = std::max(wall - outage.since, WallTime::duration{});
    restored_.emplace_back(std::move(outage), now - age);
  }
}

ReachReport ReachMonitor::update(const Snapshot& snapshot, const Rollup& rollup,
                                 std::span<const AccessLine> access) {
  now_ = snapshot.taken_at;
  access_ = access;
  memory_.adopt(snapshot, rollup);
  for (const auto& [outage, since] : restored_) memory_.restore(outage, since);
  restored_.clear();
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

std::vector<WatchedTarget> ReachMonitor::watched(const Snapshot& snapshot, std::size_t first,
                                                 std::size_t last) const {
  std::vector<WatchedTarget> targets;
  for (std::size_t t = first; t < last; ++t) {
    const TargetSnapshot& target = snapshot.targets[t];
    const ProbeConfig& probe = probe_of(*memory_.config, target.target);
    const bool may_be_silent = target.unknown && !memory_.targets[t].memory.silence.answered();
    if (may_be_silent || target.other_family || !measures_edge(*memory_.config, target.target))
      continue;
    const ProbeTraits traits = traits_of(probe.options);
    if (traits.follows_another) continue;
    const TargetMemory& memory = memory_.targets[t].memory;
    targets.push_back({&memory.silence, probe.interval, &memory.rejections});
    if (!traits.proves_host) continue;
    targets.back().proof = &memory.proof;
    targets.back().host = memory_.config->endpoints[target.target.endpoint].host;
    targets.back().address = target.address;
    targets.back().presented = presented_to(target);
  }
  return targets;
}

PathInput ReachMonitor::path_input_of(const Snapshot& snapshot, const PathRollup& path) const {
  PathInput input;
  std::uint64_t answered_run = 0;
  input.can_send = snapshot.prefixes[path.prefix].choice.source.has_value();
  for (std::size_t t = path.first; t < path.last; ++t) {
    if (!measures_edge(*memory_.config, snapshot.targets[t].target)) continue;
    const TargetSilence& silence = memory_.targets[t].memory.silence;
    input.new_answers += silence.new_answers();
    input.new_losses += silence.new_losses();
    input.answered = input.answered || silence.answered();
    (silence.answered() ? answered_run : input.run) += silence.unanswered();
    input.longest_timeout = std::max(input.longest_timeout,
                                     probe_of(*memory_.config, snapshot.targets[t].target).timeout);
  }
  // A probe that is never answered loses as much outside of an outage.
  if (input.answered) input.run = answered_run;
  return input;
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

PrefixInput ReachMonitor::prefix_input_of(const Snapshot& snapshot, std::size_t index,
                                          const std::vector<WatchedTarget>& targets) const {
  const PrefixSnapshot& prefix = snapshot.prefixes[index];
  const ConnectionConfig& connection = memory_.config->connections[prefix.connection];
  const PrefixConfig& config = connection.prefixes[prefix.prefix];
  PrefixInput input;
  if (!prefix.choice.source) {
    input.source_problem =
        prefix.choice.problem.empty() ? "no source address" : prefix.choice.problem;
  } else if (index < access_.size() && access_[index].route == false) {
    input.source_problem = "no route from " + prefix.choice.source->address.to_string();
    for (const WatchedTarget& target : targets) {
      input.last_answer = std::max(input.last_answer, target.silence->last_answer());
    }
  }
  input.standby = connection.standby;
  input.source_optional = config.alerts.no_source != Severity::critical || connection.standby;
  // A host runs only the connections of its own site and those without one.
  input.source_expected =
      config.source.has_value() || !config.interface.empty() || !connection.site.empty();
  const bool restored = memory_.prefixes[index].memory.restored;
  bool unresolved = true;
  for (const WatchedTarget& target : targets) {
    input.answered_before = std::max(input.answered_before, target.silence->last_answer());
    input.new_answers += target.silence->new_answers();
    input.new_received += target.rejections->new_received();
    if (target.proof != nullptr && (target.proof->passed() || restored)) {
      input.new_genuine = input.new_genuine.value_or(0) + target.proof->new_genuine();
    }
    unresolved = unresolved && target.silence->unresolved();
  }
  input.silence = silence_of(targets, now_);
  input.rejection = rejection_of(targets, now_);
  input.foreign = foreign_answers(targets, now_);
  input.unsendable = is_blocked(targets, now_);
  if (input.unsendable) {
    input.blocked =
        unresolved ? "the names of its endpoints do not resolve" : "probes do not leave this host";
  } else if (is_unmeasured(targets, warm_up, now_)) {
    input.blocked = "this host measures nothing";
  }
  return input;
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
