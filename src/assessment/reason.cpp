#include "assessment/reason.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/percentage.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

std::string_view noun_of(Signal signal) {
  switch (signal) {
    case Signal::latency:
      return "latency";
    case Signal::loss:
      return "loss";
    case Signal::jitter:
      return "jitter";
    case Signal::cert_expiry:
      return "certificate:";
    case Signal::route_visibility:
      return "visibility";
    default:
      return "";
  }
}

// The reason that one exceeded signal gives.
Reason reason_of(const SignalStatus& signal) {
  const std::string figure =
      signal.reading.value ? figure_text(signal.signal, *signal.reading.value) : "";
  if (figure.empty()) return {signal.reading.note, signal.reading.note};
  const std::string noun(noun_of(signal.signal));
  // Without a result before, a signal has none until its threshold is exceeded for long enough.
  const bool pending = signal.state.result == TestResult::indeterminate;
  const ThresholdState& critical = signal.state.critical;
  const bool of_critical = pending ? critical.exceeded_since.has_value() : critical.active;
  const ThresholdState& threshold = of_critical ? critical : signal.state.warning;
  return {noun, fmt::format("{} {}, {} {}{}", noun, figure, side_of(signal.signal),
                            figure_text(signal.signal, threshold.limit.value_or(0)),
                            pending ? " but not yet for long enough" : "")};
}

void append(Reason& reason, const Reason& more) {
  if (more.text.empty()) return;
  reason.cause += (reason.cause.empty() ? "" : "; ") + more.cause;
  reason.text += (reason.text.empty() ? "" : "; ") + more.text;
}

// The note on a prefix that passes and is served by the backup location.
Reason note_of_backup(std::span<const PrefixPart> prefixes) {
  for (const PrefixPart& prefix : prefixes) {
    for (const SignalStatus& signal : prefix.status->signals) {
      if (signal.signal != Signal::edge_location || signal.reading.note.empty()) continue;
      const std::string where = prefixes.size() > 1 ? " (" + prefix.label + ")" : "";
      return {signal.reading.note + where, signal.reading.note + where};
    }
  }
  return {};
}

std::string list_of(std::span<const ConnectionPart> connections, auto wanted) {
  std::string text;
  for (const ConnectionPart& connection : connections) {
    if (!wanted(connection.result)) continue;
    text += (text.empty() ? "" : ", ") + connection.name;
  }
  return text;
}

}  // namespace

std::string figure_text(Signal signal, double value) {
  switch (signal) {
    case Signal::latency:
    case Signal::jitter:
      return fmt::format("{:.3g} ms", value * 1e3);
    case Signal::loss:
    case Signal::route_visibility:
      return percentage_text(value);
    case Signal::cert_expiry:
      // Rounded down, so that 29.9 days do not read as 30.
      return fmt::format("{:g} days left", std::floor(value / 8640) / 10);
    default:
      return {};
  }
}

std::string_view side_of(Signal signal) {
  return signal == Signal::cert_expiry || signal == Signal::route_visibility ? "below" : "above";
}

Reason reason_of(const SubjectStatus& status) {
  Reason reason;
  const TestResult result = status.overall.result;
  if (result == TestResult::pass) return reason;
  for (const SignalStatus& signal : status.signals) {
    if (signal.signal == Signal::not_measured || signal.state.result != result) continue;
    const bool aside = may_be_unknown(signal.signal) && result == TestResult::indeterminate;
    if (aside) continue;
    append(reason, reason_of(signal));
    if (result == TestResult::indeterminate) break;
  }
  return reason;
}

Reason reason_of_connection(TestResult result, std::span<const PrefixPart> prefixes) {
  const auto unknown = static_cast<std::size_t>(
      std::count_if(prefixes.begin(), prefixes.end(), [](const PrefixPart& prefix) {
        return prefix.status->overall.result == TestResult::indeterminate;
      }));
  if (result == TestResult::pass) {
    if (unknown == 0) return note_of_backup(prefixes);
    const std::string text = std::to_string(unknown) + " of " +
                             counted(prefixes.size(), "prefix", "prefixes") + " not known";
    return {text, text};
  }
  // The prefixes with the worst result, and the first of them.
  const PrefixPart* worst = nullptr;
  std::size_t others = 0;
  for (const PrefixPart& prefix : prefixes) {
    const TestResult of_prefix = prefix.status->overall.result;
    if (worst == nullptr || (worst_of(of_prefix, worst->status->overall.result) == of_prefix &&
                             of_prefix != worst->status->overall.result)) {
      worst = &prefix;
      others = 0;
    } else if (of_prefix == worst->status->overall.result) {
      ++others;
    }
  }
  if (worst == nullptr) return {};
  Reason reason = reason_of(*worst->status);
  std::string where;
  if (prefixes.size() > 1) {
    const std::string more = others > 0 ? " and " + std::to_string(others) + " more" : "";
    where = " (" + worst->label + more + ")";
  }
  reason.cause += where;
  reason.text += where;
  return reason;
}

Reason reason_of_group(TestResult result, std::span<const ConnectionPart> connections) {
  const auto fails = [](TestResult of) { return of == TestResult::fail; };
  const auto is_unknown = [](TestResult of) { return of == TestResult::indeterminate; };
  const std::string failed = list_of(connections, fails);
  std::string text;
  if (result == TestResult::warning && !failed.empty()) {
    const auto works = [](TestResult of) {
      return of == TestResult::pass || of == TestResult::warning;
    };
    const std::string working = list_of(connections, works);
    text = "redundancy lost: failed: " + failed +
           (working.empty() ? "; not known: " + list_of(connections, is_unknown)
                            : "; working: " + working);
  } else if (result == TestResult::warning) {
    text = "no connection passes";
  } else if (result == TestResult::fail) {
    text = "no connection works";
  } else {
    const std::string unknown = list_of(connections, is_unknown);
    if (!unknown.empty()) text = "not known: " + unknown;
  }
  return {text, text};
}

}  // namespace peeringd
