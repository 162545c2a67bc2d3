// Whether the connections of a redundancy group were bad in the same minutes. Pure.
#pragma once

#include <vector>

#include "model/comparison_view.hpp"

namespace peeringd {

/// Sets the spans of the comparison from the views of its members. A minute is bad for a member if
/// the connection was down or the result was Warning or Fail at any time of the minute, or if all
/// probes of the point that contains it were lost. It is good if it is not bad and a probe of that
/// point was answered. Failing over helps in a bad minute of a member if another member is good.
void find_bad_minutes(ComparisonView& comparison);

/// Combines the results of a connection's prefixes over time into those of the connection, as
/// result_of_connection() does for one moment. There is none while that of no prefix is known.
/// `to`: the end of the span.
std::vector<ResultSpan> combined_results(const std::vector<std::vector<ResultSpan>>& prefixes,
                                         Moment to);

}  // namespace peeringd
