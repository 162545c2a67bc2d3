// Sets of time, as lists of spans: union, intersection and difference. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "model/history_view.hpp"

namespace peeringd {

/// A set of points in time, as ascending spans that are not empty and neither overlap nor touch.
using Spans = std::vector<HistorySpan>;

/// The set that any spans cover. They may overlap, and be in any order; empty ones are left out.
Spans united(std::vector<HistorySpan> spans);

/// The time that lies in both sets.
Spans common(const Spans& a, const Spans& b);

/// The time of `a` that does not lie in `b`.
Spans without(const Spans& a, const Spans& b);

/// Extends each span to whole minutes of UTC.
Spans in_whole_minutes(const Spans& spans);

/// The part of a set in [from, to).
Spans within(const Spans& spans, Moment from, Moment to);

std::chrono::seconds length_of(const Spans& spans);

}  // namespace peeringd
