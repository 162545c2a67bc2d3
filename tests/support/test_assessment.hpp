// Assessments of a test's snapshots.
#pragma once

#include <memory>

#include "model/assessment.hpp"
#include "model/config.hpp"
#include "rollup/roll_up.hpp"

namespace peeringd::test {

/// Whether anything is up is unknown. Without `alerts` nothing was evaluated.
inline std::shared_ptr<const Assessment> assessment_of(const Snapshot& snapshot,
                                                       const AlertReport* alerts = nullptr,
                                                       WallTime wall = {}) {
  auto assessment = std::make_shared<Assessment>();
  assessment->snapshot = std::make_shared<const Snapshot>(snapshot);
  assessment->rollup = roll_up(snapshot);
  assessment->wall = wall;
  if (alerts != nullptr) assessment->alerts = *alerts;
  assessment->maintenance.resize(snapshot.config->connections.size());
  assessment->reach.last_answers.resize(snapshot.targets.size());
  assessment->reach.paths.resize(assessment->rollup.paths.size());
  assessment->reach.prefixes.resize(snapshot.prefixes.size());
  assessment->reach.connections.resize(snapshot.config->connections.size());
  assessment->reach.endpoints.resize(snapshot.config->endpoints.size());
  for (const ConnectionConfig& connection : snapshot.config->connections) {
    const std::string& group = connection.redundancy_group;
    if (!group.empty()) assessment->reach.groups[group];
  }
  return assessment;
}

}  // namespace peeringd::test
