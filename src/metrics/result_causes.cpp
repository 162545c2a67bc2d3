#include "metrics/result_causes.hpp"

#include <optional>

namespace peeringd {
namespace {

ResultCauses causes_of(const SubjectStatus& status) {
  ResultCauses causes;
  const TestResult result = status.overall.result;
  if (result == TestResult::indeterminate) causes.set(index_of(Signal::not_measured));
  if (result != TestResult::warning && result != TestResult::fail) return causes;
  for (const SignalStatus& signal : status.signals) {
    if (signal.state.result == result) causes.set(index_of(signal.signal));
  }
  return causes;
}

ResultCauses causes_of(const ReachReport& reach, const Snapshot& snapshot,
                       std::uint32_t connection) {
  ResultCauses causes;
  for (std::size_t p = 0; p < snapshot.prefixes.size(); ++p) {
    if (snapshot.prefixes[p].connection != connection) continue;
    if (reach.prefixes[p].reach == Reach::down) causes.set(index_of(Signal::down));
    if (reach.prefixes[p].reach == Reach::no_source) causes.set(index_of(Signal::no_source));
  }
  return causes;
}

}  // namespace

ResultCauses causes_of(const Assessment& assessment, std::uint32_t connection) {
  ResultCauses causes;
  std::optional<TestResult> worst;
  for (const PrefixStatus& prefix : assessment.alerts.prefixes) {
    if (prefix.connection != connection) continue;
    const TestResult result = prefix.status.overall.result;
    if (!worst || (result != *worst && worst_of(result, *worst) == result)) {
      worst = result;
      causes.reset();
    }
    if (result == *worst) causes |= causes_of(prefix.status);
  }
  if (assessment.reach.connections[connection].up == false) {
    causes |= causes_of(assessment.reach, *assessment.snapshot, connection);
  }
  return causes;
}

}  // namespace peeringd
