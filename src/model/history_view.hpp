// The answer to a query of the history, for JSON and CSV.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/alert_config.hpp"
#include "model/event.hpp"
#include "model/period_record.hpp"
#include "model/target.hpp"
#include "model/test_result.hpp"
#include "model/tier.hpp"

namespace peeringd {

/// The points of a picture: `step` each, the first at `from`. `step` is a multiple of the tier's
/// period.
struct HistoryGrid {
  Moment from;
  Moment to;
  std::chrono::seconds step{};
  Tier tier = Tier::minute;  ///< whose records are read

  std::size_t points() const { return static_cast<std::size_t>((to - from) / step); }
};

/// Why nothing was measured.
enum class GapReason : std::uint8_t {
  daemon_off,     ///< the daemon did not record
  no_source,      ///< the prefix had no address
  resolve,        ///< the endpoint's name did not resolve
  not_sent,       ///< the kernel did not send the probes
  inconclusive,   ///< answers may have been missed: the host slept, or a buffer was full
  overloaded,     ///< the daemon came too late
  no_record,      ///< there was no such target
  not_delivered,  ///< a store of many branches has no samples
};
inline constexpr std::array<std::string_view, 8> gap_reason_names{
    "daemon_off",   "no_source",  "resolve",   "not_sent",
    "inconclusive", "overloaded", "no_record", "not_delivered"};

/// The same for people.
inline constexpr std::array<std::string_view, 8> gap_reason_texts{
    "peeringd did not run",
    "the prefix had no source address",
    "the name of the endpoint did not resolve",
    "the probes could not be sent",
    "answers may have been missed: the host was suspended, or a receive buffer was full",
    "the host was too busy to send probes on time",
    "nothing was recorded under this name",
    "the store has no samples of the branch"};

struct HistoryGap {
  Moment from;
  Moment to;
  GapReason reason = GapReason::no_record;
};

struct HistorySpan {
  Moment from;
  Moment to;
};

/// A result of a subject. Subjects have the same names as in events.
struct ResultChange {
  EventSubject subject;
  Moment time;
  TestResult result = TestResult::indeterminate;
  std::string reason;  ///< one line; empty for Pass
};

struct ResultSpan {
  Moment from;
  Moment to;
  TestResult result = TestResult::indeterminate;
  std::string reason;
};

/// The thresholds of the measured signals, by name: seconds, or a ratio. A signal without
/// thresholds is left out.
using Thresholds = std::map<std::string, Limits<double>>;

/// The thresholds of a prefix or a path from a time on. Subjects have the same names as in events.
struct ThresholdChange {
  EventSubject subject;
  Moment time;
  Thresholds thresholds;
};

struct ThresholdSpan {
  Moment from;
  Moment to;
  Thresholds thresholds;
};

/// One series.
struct HistoryView {
  TargetKey key;  ///< without endpoint or probe: the sum of the targets
  HistoryGrid grid;
  std::vector<PeriodRecord> points;
  PeriodRecord total;
  /// When the daemon ran and recorded: ascending, neither overlapping nor touching; perhaps longer
  /// than the grid.
  std::vector<HistorySpan> recorded;
  std::vector<HistoryGap> gaps;
  std::vector<ResultSpan> results;        ///< within `recorded`
  std::optional<Moment> results_from;     ///< older results were too many to be read
  std::vector<ThresholdSpan> thresholds;  ///< of its prefix or path; empty if they are not known
  std::vector<Event> events;              ///< events of the connection, newest first
  /// PoP changes of the prefix and maintenance of the connection, oldest first. After the last step
  /// only the first of each endpoint and the first of maintenance: they show what held before.
  std::vector<Event> changes;
  std::optional<Moment> changes_from;  ///< older changes were too many to be read
};

/// The points of several prefixes on one grid, each in the order of `keys`.
struct SparkLines {
  HistoryGrid grid;
  std::vector<TargetKey> keys;
  std::vector<std::vector<PeriodRecord>> points;
};

}  // namespace peeringd
