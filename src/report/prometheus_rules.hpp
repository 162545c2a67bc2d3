// Alerting rules for those who judge in Prometheus alone: the thresholds of a configuration written
// out over counters and histograms. (Where the daemon judges, the shipped rules do for every
// configuration.)
#pragma once

#include <string>

#include "model/config.hpp"

namespace peeringd {

/// A rule file in YAML; with comments that say what such rules cannot do. Has no groups where the
/// configuration has no thresholds.
std::string prometheus_rules(const Config& config);

}  // namespace peeringd
