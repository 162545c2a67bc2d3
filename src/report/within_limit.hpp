// The share of the probes that were answered within the latency threshold of their time. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <vector>

#include "model/history_view.hpp"
#include "report/series_context.hpp"

namespace peeringd {

struct WithinLimit {
  std::vector<Duration> limits;  ///< that applied at some time, ascending; at least one
  std::optional<double> ratio;   ///< of received and lost probes; none: there were none
};

/// The thresholds of a view at each time; today's if the history does not know any.
std::vector<ThresholdSpan> thresholds_over_time(const HistoryView& view,
                                                const SeriesContext& context);

/// Compares each point with the warning threshold at its middle, or the critical one if there is
/// no warning threshold. Points without either do not count. None if no point has one.
std::optional<WithinLimit> within_limit(const HistoryView& view,
                                        const std::vector<ThresholdSpan>& thresholds);

/// `{limits, ratio}`, limits in microseconds; null for none.
boost::json::value within_value(const std::optional<WithinLimit>& within);

}  // namespace peeringd
