#include "history/result_changes.hpp"

#include <tuple>

#include "model/config.hpp"
#include "model/result_reason.hpp"

namespace peeringd {
namespace {

// Of a group or a connection the parts give the reason.
struct Found {
  EventSubject subject;
  const Standing* standing;
  std::string reason;
};

}  // namespace

void ResultChanges::use(const std::vector<ResultChange>& last) {
  last_.clear();
  for (const ResultChange& change : last) {
    const auto& [connection, prefix, endpoint, group] = change.subject;
    last_[{connection, prefix, endpoint, group}] = change.result;
  }
}

bool ResultChanges::is_only_starting(const Subject& subject, const Standing& standing,
                                     MonotonicTime now) const {
  return standing.result == TestResult::indeterminate && !known_.contains(subject) &&
         now - standing.since < start_time;
}

std::vector<ResultChange> ResultChanges::changes_of(const Assessment& assessment) {
  if (!assessment.alerts) return {};
  const AlertReport& report = *assessment.alerts;
  const Config& config = *report.config;
  std::vector<Found> found;
  for (const auto& [index, standing] : report.connections) {
    found.push_back({{config.connections[index].name}, &standing, {}});
  }
  for (const auto& [name, standing] : report.groups) {
    found.push_back({{{}, {}, {}, name}, &standing, {}});
  }
  for (const PrefixStatus& prefix : report.prefixes) {
    found.push_back({subject_of(config, prefix.connection, prefix.prefix), &prefix.status.standing,
                     reason_of(prefix.status)});
  }
  for (const PathStatus& path : report.paths) {
    found.push_back(
        {subject_of(config, path.connection, path.prefix, config.endpoints[path.endpoint].name),
         &path.status.standing, reason_of(path.status)});
  }
  std::vector<ResultChange> changes;
  for (Found& each : found) {
    const Subject subject{each.subject.connection, each.subject.prefix, each.subject.endpoint,
                          each.subject.group};
    if (is_only_starting(subject, *each.standing, report.evaluated_at)) continue;
    if (each.standing->result != TestResult::indeterminate) known_.insert(subject);
    const auto [last, fresh] = last_.try_emplace(subject, each.standing->result);
    if (!fresh && last->second == each.standing->result) continue;
    last->second = each.standing->result;
    const WallTime since = report.evaluated_at_wall - (report.evaluated_at - each.standing->since);
    changes.push_back({std::move(each.subject), std::chrono::floor<std::chrono::seconds>(since),
                       last->second, std::move(each.reason)});
  }
  return changes;
}

}  // namespace peeringd
