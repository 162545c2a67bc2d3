#include "assessment/alert_monitor.hpp"

#include <algorithm>

#include "assessment/route_signals.hpp"
#include "base/date_time.hpp"
#include "model/config.hpp"

namespace peeringd {

// One evaluation. Moves the state of each subject from the old map to the new one, so that removed
// subjects are forgotten.
class AlertMonitor::Round {
 public:
  Round(Subjects& old, const AlertInput& input)
      : old_(old),
        input_(input),
        snapshot_(input.snapshot),
        rollup_(input.rollup),
        now_(input.snapshot.taken_at) {}

  Evaluation run() {
    evaluation_.report.config = snapshot_.config;
    evaluation_.report.evaluated_at = now_;
    evaluation_.report.evaluated_at_wall = input_.wall;
    for (std::size_t i = 0; i < rollup_.paths.size(); ++i) evaluate_path(i);
    for (std::size_t i = 0; i < rollup_.prefixes.size(); ++i) evaluate_prefix(i);
    evaluate_connections();
    evaluate_groups();
    old_ = std::move(kept_);
    return std::move(evaluation_);
  }

 private:
  void evaluate_path(std::size_t index) {
    const PathRollup& path = rollup_.paths[index];
    const EndpointConfig& endpoint = snapshot_.config->endpoints[path.endpoint];
    if (endpoint.egress_only) return;
    const SubjectInput input = path_input(input_, index);
    if (input.signals.empty()) return;
    const PrefixSnapshot& prefix = snapshot_.prefixes[path.prefix];
    auto& paths = evaluation_.report.paths;
    // Where one has a threshold, most have: they have it from their prefixes.
    if (paths.empty()) paths.reserve(rollup_.paths.size() - index);
    paths.push_back({prefix.connection, prefix.prefix, path.endpoint,
                     evaluate_subject(subject_of(*snapshot_.config, prefix.connection,
                                                 prefix.prefix, endpoint.name),
                                      input)});
  }

  void evaluate_prefix(std::size_t index) {
    const PrefixSnapshot& prefix = snapshot_.prefixes[index];
    const EventSubject subject = subject_of(*snapshot_.config, prefix.connection, prefix.prefix);
    const SubjectInput input = prefix_input(input_, index, remember(subject).addresses);
    evaluation_.report.prefixes.push_back(
        {prefix.connection, prefix.prefix, evaluate_subject(subject, input)});
  }

  SubjectStatus evaluate_subject(const EventSubject& subject, const SubjectInput& input) {
    SubjectMemory& memory = remember(subject);
    SubjectStatus status;
    const std::size_t count = input.signals.size() + 1;  // with not_measured
    status.signals.reserve(count);
    memory.signals.reserve(count);
    TestResult worst = TestResult::pass;
    TestResult worst_measured = TestResult::pass;
    for (const SignalInput& signal : input.signals) {
      const TestResult result =
          status.signals.emplace_back(update_signal(subject, memory, signal)).state.result;
      // RIS Live that is lost must not make every result Indeterminate.
      const bool aside = may_be_unknown(signal.signal) && result == TestResult::indeterminate;
      if (!aside) worst = worst_of(worst, result);
      if (is_measured(signal.signal)) worst_measured = worst_of(worst_measured, result);
    }
    // A certificate that expires soon must not hide that nothing was measured.
    const bool unexplained =
        !input.silence_expected &&
        (worst == TestResult::indeterminate || worst_measured == TestResult::indeterminate);
    status.signals.push_back(update_signal(subject, memory, indeterminacy(input, unexplained)));
    stand(memory, worst);
    status.overall = memory.overall;
    status.reason = reason_of(status).text;
    return status;
  }

  // The missing result is a signal of its own, which always has a value.
  static SignalInput indeterminacy(const SubjectInput& input, bool unexplained) {
    SignalInput signal{
        Signal::not_measured, {.warning = 0.5, .critical = {}, .hold = input.hold, .clear = 1}, {}};
    signal.reading.value = unexplained ? 1.0 : 0.0;
    for (const SignalInput& other : input.signals) {
      if (may_be_unknown(other.signal)) continue;
      if (unexplained && !other.reading.value && signal.reading.note.empty()) {
        signal.reading.note = other.reading.note;
      }
    }
    return signal;
  }

  SignalStatus update_signal(const EventSubject& subject, SubjectMemory& subject_memory,
                             const SignalInput& input) {
    SignalMemory& memory = memory_of(input.signal, subject_memory);
    const auto [state, change] = evaluate_signal(memory.state, input.rule, input.reading, now_);
    memory.state = state;
    if (change) {
      ++memory.transitions[static_cast<std::size_t>(change->to)];
      evaluation_.transitions.push_back(
          {subject, input.signal, *change, input.reading, !memory.had_result});
      memory.had_result = true;  // the first change always leads away from Indeterminate
    }
    return {input.signal, input.rule, input.reading, state, memory.transitions};
  }

  static SignalMemory& memory_of(Signal signal, SubjectMemory& subject) {
    const auto found = std::ranges::find(subject.signals, signal, &SignalMemory::signal);
    return found != subject.signals.end() ? *found
                                          : subject.signals.emplace_back(SignalMemory{signal});
  }

  void evaluate_connections() {
    std::size_t prefix = 0;
    const auto& prefixes = evaluation_.report.prefixes;
    for (std::uint32_t c = 0; c < snapshot_.config->connections.size(); ++c) {
      const ConnectionConfig& config = snapshot_.config->connections[c];
      std::vector<Member> members;
      std::vector<PrefixPart> parts;
      for (; prefix < prefixes.size() && prefixes[prefix].connection == c; ++prefix) {
        const SubjectStatus& status = prefixes[prefix].status;
        const PrefixReach& of_prefix = input_.reach.prefixes[prefix];
        members.push_back({status.overall.result, of_prefix.warm, of_prefix.reach == Reach::up});
        parts.push_back({config.prefixes[prefixes[prefix].prefix].label, &status});
      }
      const AggregateReach& reach = input_.reach.connections[c];
      // Prefixes that are not known, or may be without a source, do not soften an outage.
      const TestResult result =
          reach.up == false ? TestResult::fail : result_of_connection(members);
      Reason reason = reason_of_connection(result, parts);
      if (reach.up == false) {
        reason = {reach.reason, reach.reason + since_text(reach)};
        append_route_cause(reason, parts);
      }
      if (!reach.diagnosis.empty()) {
        reason.cause += reach.diagnosis;
        reason.text += reason.text.empty() ? reach.diagnosis : " (" + reach.diagnosis + ")";
      }
      evaluation_.report.connections[c] =
          evaluate_aggregate({.connection = config.name}, result, std::move(reason), reach);
    }
  }

  // The routes may be why: then one text has both.
  static void append_route_cause(Reason& reason, const std::vector<PrefixPart>& parts) {
    for (const PrefixPart& part : parts) {
      const std::string cause = route_cause_of(*part.status);
      if (cause.empty()) continue;
      reason.cause += "; " + cause;
      reason.text += "; " + cause;
      return;
    }
  }

  void evaluate_groups() {
    std::map<std::string, std::pair<std::vector<Member>, std::vector<ConnectionPart>>> groups;
    for (const auto& [connection, status] : evaluation_.report.connections) {
      const ConnectionConfig& config = snapshot_.config->connections[connection];
      if (config.redundancy_group.empty()) continue;
      auto& [members, parts] = groups[config.redundancy_group];
      const AggregateReach& reach = input_.reach.connections[connection];
      members.push_back({status.overall.result, reach.warm, reach.up == true});
      parts.push_back({config.name, status.overall.result});
    }
    for (const auto& [group, members_and_parts] : groups) {
      const auto& [members, parts] = members_and_parts;
      const AggregateReach& reach = input_.reach.groups.at(group);
      const TestResult result = reach.up == false ? TestResult::fail : result_of_group(members);
      evaluation_.report.groups[group] =
          evaluate_aggregate({.group = group}, result, reason_of_group(result, parts), reach);
    }
  }

  std::string since_text(const AggregateReach& reach) const {
    if (!reach.since) return {};
    return " since " + time_of_day(Instant{now_, input_.wall}.wall_of(*reach.since)) + " UTC";
  }

  AggregateStatus evaluate_aggregate(const EventSubject& subject, TestResult result, Reason reason,
                                     const AggregateReach& reach) {
    SubjectMemory& memory = remember(subject);
    const ResultSince before = memory.overall;
    const bool known = memory.known;
    stand(memory, result);
    if (memory.reason.cause != reason.cause || before.result != result) memory.reason = reason;
    if (before.result != result) {
      const Change change{before.result, result, known ? now_ - before.since : Duration{}, {}, {}};
      evaluation_.transitions.push_back(
          {subject, {}, change, {{}, memory.reason.text}, !memory.had_result, reach.changed});
      memory.had_result = true;
    }
    return {memory.overall, memory.reason.text, std::move(reason.text)};
  }

  void stand(SubjectMemory& memory, TestResult result) const {
    if (!memory.known || memory.overall.result != result) memory.overall = {result, now_};
    memory.known = true;
  }

  SubjectMemory& remember(const EventSubject& subject) {
    const std::string name = to_string(subject);
    const auto found = old_.find(name);
    if (found == old_.end()) return kept_[name];
    return kept_.insert(old_.extract(found)).position->second;
  }

  Subjects& old_;
  const AlertInput& input_;
  const Snapshot& snapshot_;
  const Rollup& rollup_;
  const MonotonicTime now_;
  Subjects kept_;
  Evaluation evaluation_;
};

AlertMonitor::Evaluation AlertMonitor::evaluate(const AlertInput& input) {
  return Round(subjects_, input).run();
}

}  // namespace peeringd
