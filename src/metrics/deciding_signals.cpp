#include "metrics/deciding_signals.hpp"

#include <optional>

namespace peeringd {
namespace {

DecidingSignals deciding_signals(const SubjectStatus& status) {
  DecidingSignals signals;
  const TestResult result = status.overall.result;
  if (result == TestResult::indeterminate) signals.set(index_of(Signal::not_measured));
  if (result != TestResult::warning && result != TestResult::fail) return signals;
  for (const SignalStatus& signal : status.signals) {
    if (signal.state.result == result) signals.set(index_of(signal.signal));
  }
  return signals;
}

DecidingSignals deciding_signals(const ReachReport& reach, const Snapshot& snapshot,
                                 std::uint32_t connection) {
  DecidingSignals signals;
  for (std::size_t p = 0; p < snapshot.prefixes.size(); ++p) {
    if (snapshot.prefixes[p].connection != connection) continue;
    if (reach.prefixes[p].reach == Reach::down) signals.set(index_of(Signal::down));
    if (reach.prefixes[p].reach == Reach::no_source) signals.set(index_of(Signal::no_source));
  }
  return signals;
}

}  // namespace

DecidingSignals deciding_signals(const Assessment& assessment, std::uint32_t connection) {
  DecidingSignals signals;
  std::optional<TestResult> worst;
  for (const PrefixStatus& prefix : assessment.alerts.prefixes) {
    if (prefix.connection != connection) continue;
    const TestResult result = prefix.status.overall.result;
    if (!worst || (result != *worst && worst_of(result, *worst) == result)) {
      worst = result;
      signals.reset();
    }
    if (result == *worst) signals |= deciding_signals(prefix.status);
  }
  if (assessment.reach.connections[connection].up == false) {
    signals |= deciding_signals(assessment.reach, *assessment.snapshot, connection);
  }
  return signals;
}

}  // namespace peeringd
