// Values of the domain as JSON: durations, times, figures, PoPs, results. Internal to this folder.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/json_null.hpp"
#include "model/alert_report.hpp"
#include "model/edge_pop.hpp"
#include "model/event.hpp"
#include "model/figures.hpp"
#include "model/reachability.hpp"
#include "model/source.hpp"

namespace peeringd {

/// null if not measured.
inline boost::json::value seconds_or_null(std::optional<Duration> duration) {
  if (!duration) return nullptr;
  return to_seconds(*duration);
}

/// `value`, at least 0, rounded down to `decimals`, at most 6. So only a full share is shown as 1
/// or 100.
std::string rounded_down(double value, int decimals);

/// RFC 3339, in UTC, to the millisecond.
boost::json::string time_text(WallTime time);

/// The counts other than 0, by name.
template <typename Counts, typename Names>
boost::json::object counts_by_name(const Counts& counts, const Names& names) {
  boost::json::object object;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) object[names[i]] = counts[i];
  }
  return object;
}

/// `site`, `metro` and `country` are null if unknown.
boost::json::object pop_object(const EdgePop& pop);

/// null if the prefix has none.
boost::json::value source_or_null(const SourceChoice& choice);

/// As in /api/v1/events.
boost::json::object event_object(const Event& event);

/// The figures of a target, a path or a prefix.
boost::json::object figures_object(const Figures& figures);

/// Adds `up` and `result` of a connection or a redundancy group, with their reasons. `status` may
/// be null.
void add_aggregate(boost::json::object& object, const AggregateStatus* status,
                   const AggregateReach& reach, const Instant& instant);

boost::json::object reach_object(const PrefixReach& reach, const Instant& instant);

/// Adds `result` and `since`; both null if `overall` is null.
void add_result(boost::json::object& object, const ResultSince* overall, const Instant& instant);

/// The same for a subject, and its `signals`; empty without one.
void add_status(boost::json::object& object, const SubjectStatus* status, const Instant& instant);

}  // namespace peeringd
