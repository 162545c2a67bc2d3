// Adds up how long a connection was up, degraded, down, not known, and in maintenance. Pure.
#pragma once

#include <vector>

#include "history/journal.hpp"
#include "history/spans.hpp"
#include "model/availability.hpp"

namespace peeringd {

/// The time in which a connection was in each condition. The sets do not overlap.
struct Conditions {
  Spans up;
  Spans degraded;
  Spans down;
  Spans maintenance;
};

/// `changes` and `results` of one connection, in the order of time. A change holds until the next
/// one or the end of its run (the time from a start of the daemon to its end); the time between
/// runs is unknown.
Conditions conditions_of(const std::vector<Run>& runs, const std::vector<ReachChange>& changes,
                         const std::vector<ResultSpan>& results);

/// The time in [from, to); `unknown` is what remains.
Availability availability_in(const Conditions& conditions, Moment from, Moment to);

/// Splits [from, to) at the starts of months in UTC.
std::vector<HistorySpan> months_of(Moment from, Moment to);

/// The beginning of the month that is `count` - 1 months before that of `now`.
Moment months_before(Moment now, unsigned count);

}  // namespace peeringd
