#include "history/result_changes.hpp"

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
  last_.clear();
  for (const ResultChange& change : last) {
    const auto& [connection, prefix, endpoint, group] = change.subject;
    last_[{connection, prefix, endpoint, group}] = change.result;
  }
}

bool ResultChanges::is_only_starting(const Subject& subject, const ResultSince& overall,
                                     MonotonicTime now) const {
  return overall.result == TestResult::indeterminate && !known_.contains(subject) &&
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
    const Subject subject{each.subject.connection, each.subject.prefix, each.subject.endpoint,
                          each.subject.group};
    if (is_only_starting(subject, *each.overall, report.evaluated_at)) continue;
    if (each.overall->result != TestResult::indeterminate) known_.insert(subject);
    const auto [last, fresh] = last_.try_emplace(subject, each.overall->result);
    if (!fresh && last->second == each.overall->result) continue;
    last->second = each.overall->result;
    const Instant evaluated{report.evaluated_at, report.evaluated_at_wall};
    const WallTime since = evaluated.wall_of(each.overall->since);
    changes.push_back({std::move(each.subject), std::chrono::floor<std::chrono::seconds>(since),
                       last->second, std::move(each.reason)});
  }
  return changes;
}

}  // namespace peeringd
