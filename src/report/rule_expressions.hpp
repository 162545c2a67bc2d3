// The thresholds of a configuration as PromQL. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "model/config.hpp"

namespace peeringd {

struct PrometheusRule {
  std::string alert;
  std::string expression;
  Duration hold{};
  Severity severity = Severity::warning;
  std::string signal;
  std::string summary;
};

/// What a rule looks at.
struct RuleScope {
  std::string matchers;  ///< between the braces of a selector
  std::string by;        ///< labels that the series are summed up by
  std::string subject;   ///< of the summary: `{{ $labels.connection }} …`
  std::string name;      ///< `Prefix` or `Path`: of the alert
  bool path = false;
};

/// Rules for each threshold in `alerts` that belongs to such a scope.
std::vector<PrometheusRule> rules_of(const RuleScope& scope, const AlertConfig& alerts,
                                     Duration window);

}  // namespace peeringd
