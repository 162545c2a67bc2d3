// What a ReachMonitor derives from a snapshot and from what it remembers: the input of the states
// of paths and prefixes.
#include <algorithm>

#include "model/config.hpp"
#include "model/probe_traits.hpp"
#include "reachability/interrupted_silence.hpp"
#include "reachability/reach_monitor.hpp"

namespace peeringd {
namespace {

// The name in the certificate of the last exchange, if somebody else presented it.
std::string_view presented_to(const TargetSnapshot& target) {
  const auto& observed = target.observations;
  if (!observed || !observed->last_exchange) return {};
  return observed->last_exchange->foreign_name;
}

// Only a connection can be reset.
bool opens_connection(const ProbeTraits& traits) {
  return std::ranges::find(traits.loss_reasons, LossReason::reset) != traits.loss_reasons.end();
}

}  // namespace

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
    targets.back().host = memory_.config->endpoints[target.target.endpoint].host;
    targets.back().connects = opens_connection(traits);
    if (!traits.proves_host) continue;
    targets.back().proof = &memory.proof;
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

// The silence of a prefix whose source comes and goes.
std::optional<Silence> ReachMonitor::interrupted_silence(
    std::size_t index, const std::vector<WatchedTarget>& targets,
    const std::optional<MonotonicTime>& last_answer) const {
  const PrefixMemory& memory = memory_.prefixes[index].memory;
  if (!memory.interrupted) return std::nullopt;
  // Of one that is not known to be up, the last answer may be that before a long absence.
  const bool was_up = memory.reach.reach == Reach::up && last_answer;
  if (!was_up && is_blocked(targets, now_)) return std::nullopt;
  return interrupted_silence_of(targets, was_up ? *last_answer : *memory.interrupted, now_);
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
  input.source_expected = expects_source(connection, config);
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
  if (!input.silence) input.silence = interrupted_silence(index, targets, input.answered_before);
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

}  // namespace peeringd
