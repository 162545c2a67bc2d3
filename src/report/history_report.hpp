// The report of `peeringd report`: the latency, loss and availability of a span, made of the JSON
// of a running daemon.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace peeringd {

/// A figure is absent if it was not measured. Times are microseconds.
struct ReportedPrefix {
  std::string prefix;
  std::optional<double> median;
  std::optional<double> p95;
  std::optional<double> loss_ratio;
  std::optional<double> average_of_medians;  ///< of the hours, as Azure shows it
  /// Of parts of the span of about the same length, oldest first: the middle one of their steps.
  std::vector<std::optional<double>> medians{};
};

/// Seconds of the span.
struct ReportedAvailability {
  std::optional<double> ratio;
  double degraded = 0;
  double down = 0;
  double unknown = 0;
  double maintenance = 0;
};

struct ReportedConnection {
  std::string name;
  std::string partner;
  std::optional<ReportedAvailability> availability{};
  std::vector<ReportedPrefix> prefixes{};
};

struct HistoryReport {
  std::string from;  ///< of all figures, as in JSON
  std::string to;
  bool recorded = false;  ///< whether the history has any of the prefixes
  std::vector<ReportedConnection> connections;
};

/// The connections of /api/v1/connections; only those with these names, if there are any. The span
/// is the last `window`, by the daemon's clock, until its last whole minute. Fails if a connection
/// is missing, or if `document` is no such document. Texts in it may be hostile. Any thread, as the
/// others.
Result<HistoryReport> begin_report(std::string_view document, const std::vector<std::string>& names,
                                   Duration window);

/// Adds the figures of /api/v1/history, of /api/v1/history/hours, and of /api/v1/availability. All
/// must be those of the report's span. It begins with a step of the history, so the first may set
/// `from` to an earlier time, which is that of the others to ask for.
Result<void> add_history(HistoryReport& report, ReportedPrefix& prefix, std::string_view document);
Result<void> add_hours(ReportedPrefix& prefix, std::string_view document);
Result<void> add_availability(HistoryReport& report, std::string_view document);

/// In lines of at most 100 columns, with a spark line of the medians.
std::string report_text(const HistoryReport& report);
std::string report_csv(const HistoryReport& report);
std::string report_json(const HistoryReport& report);

}  // namespace peeringd
