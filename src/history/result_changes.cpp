#include "history/result_changes.hpp"

#include <algorithm>
#include <tuple>

#include "model/config.hpp"

namespace peeringd {
namespace {

struct Found {
  EventSubject subject;
  const ResultSince* overall;
  std::string reason;
};

// The results that began at `earliest` or later.
std::vector<Found> results_of(const AlertReport& report, MonotonicTime earliest) {
  const Config& config = *report.config;
  std::vector<Found> found;
  for (const auto& [index, whole] : report.connections) {
    if (whole.overall.since < earliest) continue;
    found.push_back({{config.connections[index].name}, &whole.overall, whole.reason});
  }
  for (const auto& [name, whole] : report.groups) {
    if (whole.overall.since < earliest) continue;
    found.push_back({{{}, {}, {}, name}, &whole.overall, whole.reason});
  }
  for (const PrefixStatus& prefix : report.prefixes) {
    if (prefix.status.overall.since < earliest) continue;
    found.push_back({subject_of(config, prefix.connection, prefix.prefix), &prefix.status.overall,
                     prefix.status.reason});
  }
  for (const PathStatus& path : report.paths) {
    if (path.status.overall.since < earliest) continue;
    found.push_back(
        {subject_of(config, path.connection, path.prefix, config.endpoints[path.endpoint].name),
         &path.status.overall, path.status.reason});
  }
  return found;
}

}  // namespace

void ResultChanges::use(const std::vector<ResultChange>& last) {
  last_.reset();
  for (auto& [subject, state] : states_) {
    state.last.reset();
    state.since = {};
  }
  for (const ResultChange& change : last) {
    const auto& [connection, prefix, endpoint, group] = change.subject;
    State& state = states_[{connection, prefix, endpoint, group}];
    state.last = change.result;
    state.since = change.time;
  }
}

std::shared_ptr<const std::vector<ResultChange>> ResultChanges::last() {
  if (last_) return last_;
  std::vector<ResultChange> found;
  for (const auto& [subject, state] : states_) {
    const auto& [connection, prefix, endpoint, group] = subject;
    if (!state.last || !endpoint.empty()) continue;
    found.push_back({{connection, prefix, endpoint, group}, state.since, *state.last, {}});
  }
  last_ = std::make_shared<const std::vector<ResultChange>>(std::move(found));
  return last_;
}

bool ResultChanges::is_only_starting(const State& state, const ResultSince& overall,
                                     MonotonicTime now) {
  return overall.result == TestResult::indeterminate && !state.known &&
         now - overall.since < start_time;
}

std::vector<ResultChange> ResultChanges::changes_of(const Assessment& assessment) {
  return changes_since(assessment, MonotonicTime::min());
}

std::vector<ResultChange> ResultChanges::recent_changes_of(const Assessment& assessment) {
  return changes_since(assessment, assessment.alerts.evaluated_at - std::chrono::minutes{2});
}

std::vector<ResultChange> ResultChanges::changes_since(const Assessment& assessment,
                                                       MonotonicTime earliest) {
  const AlertReport& report = assessment.alerts;
  if (!report.config) return {};  // nothing has been evaluated
  std::vector<ResultChange> changes;
  for (Found& each : results_of(report, earliest)) {
    State& state = states_[{each.subject.connection, each.subject.prefix, each.subject.endpoint,
                            each.subject.group}];
    if (is_only_starting(state, *each.overall, report.evaluated_at)) continue;
    if (each.overall->result != TestResult::indeterminate) state.known = true;
    if (state.last == each.overall->result) continue;
    state.last = each.overall->result;
    const Instant evaluated{report.evaluated_at, report.evaluated_at_wall};
    const auto since =
        std::chrono::floor<std::chrono::seconds>(evaluated.wall_of(each.overall->since));
    const auto now = std::chrono::floor<std::chrono::seconds>(evaluated.wall);
    state.since = std::max<Moment>(since, std::min<Moment>(state.since, now));
    last_.reset();
    changes.push_back(
        {std::move(each.subject), state.since, each.overall->result, std::move(each.reason)});
  }
  return changes;
}

}  // namespace peeringd
