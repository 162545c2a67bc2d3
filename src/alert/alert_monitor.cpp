#include "alert/alert_monitor.hpp"

#include "model/config.hpp"

namespace peeringd {

bool has_thresholds(const Config& config) {
  for (const ConnectionConfig& connection : config.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) {
      if (!prefix.alerts.off()) return true;
    }
  }
  return false;
}

// One evaluation. Memories move from the old map to the new, so that what is gone is forgotten.
class AlertMonitor::Round {
 public:
  Round(Subjects& old, const Snapshot& snapshot, const Rollup& rollup, WallTime wall)
      : old_(old), snapshot_(snapshot), rollup_(rollup), wall_(wall), now_(snapshot.taken_at) {}

  Evaluation run() {
    evaluation_.report.config = snapshot_.config;
    evaluation_.report.evaluated_at = now_;
    evaluation_.report.evaluated_at_wall = wall_;
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
    const SubjectInput input = path_input(snapshot_, rollup_, index, wall_);
    if (input.signals.empty()) return;
    const PrefixSnapshot& prefix = snapshot_.prefixes[path.prefix];
    evaluation_.report.paths.push_back(
        {prefix.connection, prefix.prefix, path.endpoint,
         evaluate_subject(
             subject_of(*snapshot_.config, prefix.connection, prefix.prefix, endpoint.name),
             input)});
  }

  void evaluate_prefix(std::size_t index) {
    const SubjectInput input = prefix_input(snapshot_, rollup_, index);
    if (input.signals.empty()) return;
    const PrefixSnapshot& prefix = snapshot_.prefixes[index];
    evaluation_.report.prefixes.push_back(
        {prefix.connection, prefix.prefix,
         evaluate_subject(subject_of(*snapshot_.config, prefix.connection, prefix.prefix), input)});
  }

  SubjectStatus evaluate_subject(const EventSubject& subject, const SubjectInput& input) {
    SubjectMemory& memory = remember(subject);
    SubjectStatus status;
    TestResult worst = TestResult::pass;
    TestResult worst_measured = TestResult::pass;
    for (const SignalInput& signal : input.signals) {
      const TestResult result =
          status.signals.emplace_back(update_signal(subject, memory, signal)).state.result;
      worst = worst_of(worst, result);
      if (is_measured(signal.signal)) worst_measured = worst_of(worst_measured, result);
    }
    // A certificate that expires soon must not hide that nothing was measured.
    const bool unexplained =
        !input.silence_expected &&
        (worst == TestResult::indeterminate || worst_measured == TestResult::indeterminate);
    status.signals.push_back(update_signal(subject, memory, indeterminacy(input, unexplained)));
    stand(memory, worst);
    status.overall = memory.overall;
    return status;
  }

  // A missing result is a signal of its own, which always has a value.
  static SignalInput indeterminacy(const SubjectInput& input, bool unexplained) {
    SignalInput signal{Signal::not_measured, {0.5, {}, false, input.hold, 1}, {}};
    signal.reading.value = unexplained ? 1.0 : 0.0;
    for (const SignalInput& other : input.signals) {
      if (unexplained && !other.reading.value && signal.reading.note.empty()) {
        signal.reading.note = other.reading.note;
      }
    }
    return signal;
  }

  SignalStatus update_signal(const EventSubject& subject, SubjectMemory& subject_memory,
                             const SignalInput& input) {
    SignalMemory& memory = subject_memory.signals[index_of(input.signal)];
    const auto [state, change] = evaluate_signal(memory.state, input.rule, input.reading, now_);
    memory.state = state;
    if (change) {
      ++memory.transitions[static_cast<std::size_t>(change->to)];
      evaluation_.transitions.push_back(
          {subject, input.signal, *change, input.reading, !memory.had_result});
      memory.had_result = true;  // a change leads away from Indeterminate first
    }
    return {input.signal, input.rule, input.reading, state, memory.transitions};
  }

  // A connection has the result of its worst prefix.
  void evaluate_connections() {
    std::map<std::uint32_t, TestResult> results;
    for (const PrefixStatus& prefix : evaluation_.report.prefixes) {
      const TestResult result = prefix.status.overall.result;
      const auto [entry, added] = results.emplace(prefix.connection, result);
      if (!added) entry->second = worst_of(entry->second, result);
    }
    for (const auto& [connection, result] : results) {
      evaluation_.report.connections[connection] =
          evaluate_whole({.connection = snapshot_.config->connections[connection].name}, result);
    }
  }

  // A group has the result of its best connection.
  void evaluate_groups() {
    std::map<std::string, TestResult> results;
    for (const auto& [connection, overall] : evaluation_.report.connections) {
      const std::string& group = snapshot_.config->connections[connection].redundancy_group;
      if (group.empty()) continue;
      const auto [entry, added] = results.emplace(group, overall.result);
      if (!added) entry->second = best_of(entry->second, overall.result);
    }
    for (const auto& [group, result] : results) {
      evaluation_.report.groups[group] = evaluate_whole({.group = group}, result);
    }
  }

  ResultSince evaluate_whole(const EventSubject& subject, TestResult result) {
    SubjectMemory& memory = remember(subject);
    const ResultSince before = memory.overall;
    const bool known = memory.known;
    stand(memory, result);
    if (before.result != result) {
      const Change change{before.result, result, known ? now_ - before.since : Duration{}, {}, {}};
      evaluation_.transitions.push_back({subject, {}, change, {}, !memory.had_result});
      memory.had_result = true;
    }
    return memory.overall;
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
  const Snapshot& snapshot_;
  const Rollup& rollup_;
  const WallTime wall_;
  const MonotonicTime now_;
  Subjects kept_;
  Evaluation evaluation_;
};

AlertMonitor::Evaluation AlertMonitor::evaluate(const Snapshot& snapshot, const Rollup& rollup,
                                                WallTime wall) {
  return Round(subjects_, snapshot, rollup, wall).run();
}

}  // namespace peeringd
