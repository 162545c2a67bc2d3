// Results, signals and figures as JSON. Internal to this folder.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "model/alert_report.hpp"
#include "model/figures.hpp"

namespace peeringd {

/// Brings monotonic times to those of the day.
struct Instant {
  MonotonicTime monotonic;
  WallTime wall;  ///< at the same moment

  WallTime wall_of(MonotonicTime time) const { return wall + (time - monotonic); }
};

/// Of a target, a path or a prefix.
boost::json::object figures_object(const Figures& figures);

/// Adds `result` and `since`; both null without a standing.
void add_standing(boost::json::object& object, const Standing* standing, const Instant& instant);

/// The same of a subject, and its `signals`; empty without one.
void add_status(boost::json::object& object, const SubjectStatus* status, const Instant& instant);

}  // namespace peeringd
