// Restricts what is known of a span to the time in which the daemon recorded. Pure.
#pragma once

#include <algorithm>
#include <vector>

#include "model/history_view.hpp"

namespace peeringd {

/// The parts of [from, to) that lie in `spans`, which are ascending and do not overlap, as
/// `HistoryView::recorded`. Their number adds only the time of a binary search.
inline std::vector<HistorySpan> parts_in(const std::vector<HistorySpan>& spans, Moment from,
                                         Moment to) {
  std::vector<HistorySpan> parts;
  auto span = std::ranges::upper_bound(spans, from, {}, &HistorySpan::to);
  for (; span != spans.end() && span->from < to; ++span) {
    const HistorySpan part{std::max(span->from, from), std::min(span->to, to)};
    if (part.from < part.to) parts.push_back(part);
  }
  return parts;
}

/// The results as far as the daemon recorded: nothing is known about the rest of the time.
inline std::vector<ResultSpan> recorded_results(const std::vector<ResultSpan>& results,
                                                const std::vector<HistorySpan>& recorded) {
  std::vector<ResultSpan> found;
  for (const ResultSpan& span : results) {
    for (const HistorySpan& part : parts_in(recorded, span.from, span.to)) {
      found.push_back({part.from, part.to, span.result, span.reason});
    }
  }
  return found;
}

}  // namespace peeringd
