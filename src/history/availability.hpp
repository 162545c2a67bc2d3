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
/// one or the end of its run; a result says nothing about the time between runs.
Conditions conditions_of(const std::vector<Run>& runs, const std::vector<ReachChange>& changes,
                         const std::vector<ResultSpan>& results);

/// The time in [from, to); `unknown` is what remains.
Availability availability_in(const Conditions& conditions, Moment from, Moment to);

/// [from, to) by the months of UTC.
std::vector<HistorySpan> months_of(Moment from, Moment to);

/// The beginning of the month that is `count` - 1 months before that of `now`.
Moment months_before(Moment now, unsigned count);

}  // namespace peeringd
