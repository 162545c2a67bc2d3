// Answers of the history's queries as JSON and CSV. docs/api/README.md describes them. Round-trip
// times are whole microseconds; what was not measured is null, or empty in CSV.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "model/history_view.hpp"
#include "report/series_context.hpp"

namespace peeringd {

/// `/api/v1/history`: one series in columns. Any thread, as the others. `prefix` is null for the
/// sum of several prefixes.
boost::json::object history_object(const HistoryView& view, const SeriesContext& context = {});
std::string history_json(const HistoryView& view, const SeriesContext& context = {});
std::string history_csv(const HistoryView& view);

/// `/api/v1/history/hours`: the table that Azure shows. The view must have a grid of hours.
boost::json::object hours_object(const HistoryView& view);
std::string hours_json(const HistoryView& view);
std::string hours_csv(const HistoryView& view);

/// `/api/v1/history/endpoints`: the paths of a prefix on one grid.
std::string endpoints_json(const std::vector<HistoryView>& views);

}  // namespace peeringd
