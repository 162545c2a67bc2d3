// Assessments of a test's snapshots.
#pragma once

#include <memory>

#include "model/assessment.hpp"
#include "rollup/roll_up.hpp"

namespace peeringd::test {

/// Without `alerts`, no threshold is configured.
inline std::shared_ptr<const Assessment> assessment_of(const Snapshot& snapshot,
                                                       const AlertReport* alerts = nullptr,
                                                       WallTime wall = {}) {
  auto assessment = std::make_shared<Assessment>();
  assessment->snapshot = std::make_shared<const Snapshot>(snapshot);
  assessment->rollup = roll_up(snapshot);
  assessment->wall = wall;
  if (alerts != nullptr) assessment->alerts = *alerts;
  return assessment;
}

}  // namespace peeringd::test
