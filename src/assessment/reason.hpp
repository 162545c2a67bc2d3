// Says in a few words why a signal, a prefix, a connection or a redundancy group has its result.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/alert_report.hpp"
#include "model/reachability.hpp"

namespace peeringd {

/// A figure with its unit, in the digits that a person needs: `112 ms`, `3.2%`, `29.9 days left`.
/// Empty for signals without a figure.
std::string figure_text(Signal signal, double value);

/// The side of the threshold on which a value exceeds it: `above` or `below`.
std::string_view side_of(Signal signal);

struct Reason {
  std::string cause{};  ///< without figures, so that it stays the same as long as the cause does
  std::string text{};   ///< with figures
};

/// The reason from the signals that decide the result of a prefix or a path; empty for Pass.
Reason reason_of(const SubjectStatus& status);

/// A prefix of a connection, with its label.
struct PrefixPart {
  std::string label;
  const SubjectStatus* status;
};

/// The reason of the worst prefix, with its label if there are several prefixes; or how many
/// prefixes are not known.
Reason reason_of_connection(TestResult result, std::span<const PrefixPart> prefixes);

struct ConnectionPart {
  std::string name;
  TestResult result;
};

/// `redundancy lost: failed: portland; working: seattle`.
Reason reason_of_group(TestResult result, std::span<const ConnectionPart> connections);

}  // namespace peeringd
