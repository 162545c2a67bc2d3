#include "model/result_reason.hpp"

#include <iomanip>
#include <sstream>

namespace peeringd {
namespace {

std::string three_digits(double value, const char* unit) {
  std::ostringstream text;
  text << std::setprecision(3) << value << unit;
  return text.str();
}

std::string figure_of(Signal signal, double value) {
  switch (signal) {
    case Signal::latency:
    case Signal::jitter:
      return three_digits(value * 1e3, " ms");
    case Signal::loss:
      return three_digits(value * 1e2, "%");
    case Signal::cert_expiry:
      return three_digits(value / 86400, " d");
    default:
      break;  // its note says it
  }
  return {};
}

std::string reason_of_signal(const SignalStatus& status) {
  std::string text(name_of(status.signal));
  const std::string value =
      status.reading.value ? figure_of(status.signal, *status.reading.value) : "";
  if (value.empty()) return status.reading.note.empty() ? text : status.reading.note;
  text += " " + value;
  const bool fails = status.state.result == TestResult::fail;
  const auto limit = fails ? status.rule.critical : status.rule.warning;
  if (!limit || status.state.result == TestResult::indeterminate) return text;
  return text + (status.rule.low_is_bad ? " < " : " > ") + figure_of(status.signal, *limit);
}

}  // namespace

std::string reason_of(const SubjectStatus& status) {
  if (status.overall.result == TestResult::pass) return {};
  std::string text;
  for (const SignalStatus& signal : status.signals) {
    if (signal.state.result != status.overall.result) continue;
    if (!text.empty()) text += "; ";
    text += reason_of_signal(signal);
  }
  return text;
}

}  // namespace peeringd
