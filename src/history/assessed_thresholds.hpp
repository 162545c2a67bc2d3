// The thresholds that an assessment was made with, for the history. Pure.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "model/assessment.hpp"
#include "model/history_view.hpp"

namespace peeringd {

/// Those of each prefix and each path, also of those without any. Most subjects have the same ones,
/// so the thresholds of 100,000 targets take about 1 MB.
struct AssessedThresholds {
  static constexpr std::uint32_t no_endpoint = std::numeric_limits<std::uint32_t>::max();

  struct Subject {
    std::uint32_t connection;
    std::uint32_t prefix;
    std::uint32_t endpoint;  ///< no_endpoint: the prefix
    std::uint32_t value;     ///< index of `values`
  };

  std::shared_ptr<const Config> config;  ///< which has the names
  Moment since;
  std::vector<Thresholds> values;  ///< each once
  std::vector<Subject> subjects;

  /// The thresholds of one of `subjects`, as a change at `time`.
  ThresholdChange change_of(const Subject& subject, Moment time) const;
};

AssessedThresholds assessed_thresholds(const Assessment& assessment, Moment since);

}  // namespace peeringd
