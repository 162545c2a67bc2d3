#include "report/within_limit.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <set>

#include "report/history_columns.hpp"
#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

std::optional<Duration> latency_limit(const Thresholds& thresholds) {
  const auto found = thresholds.find(std::string(name_of(Signal::latency)));
  if (found == thresholds.end()) return std::nullopt;
  const auto limit = found->second.warning ? found->second.warning : found->second.critical;
  if (!limit) return std::nullopt;
  return std::chrono::round<Duration>(std::chrono::duration<double>(*limit));
}

}  // namespace

std::vector<ThresholdSpan> thresholds_over_time(const HistoryView& view,
                                                const SeriesContext& context) {
  if (!view.thresholds.empty()) return view.thresholds;
  Thresholds today;
  for (const auto& [signal, rule] : context.rules) {
    today[signal] = {rule.warning, rule.critical, false};
  }
  return {{view.grid.from, view.grid.to, std::move(today)}};
}

std::optional<WithinLimit> within_limit(const HistoryView& view,
                                        const std::vector<ThresholdSpan>& thresholds) {
  std::set<Duration> limits;
  std::uint64_t within = 0;
  std::uint64_t resolved = 0;
  auto span = thresholds.begin();
  for (std::size_t i = 0; i < view.points.size(); ++i) {
    const Moment middle =
        view.grid.from + view.grid.step * static_cast<std::int64_t>(i) + view.grid.step / 2;
    while (span != thresholds.end() && span->to <= middle) ++span;
    if (span == thresholds.end() || span->from > middle) continue;
    const auto limit = latency_limit(span->thresholds);
    if (!limit) continue;
    limits.insert(*limit);
    const PeriodRecord& point = view.points[i];
    within += point.round_trips.count_up_to(*limit);
    resolved += point.received + point.lost_total();
  }
  if (limits.empty()) return std::nullopt;
  WithinLimit result{{limits.begin(), limits.end()}, std::nullopt};
  if (resolved > 0) result.ratio = static_cast<double>(within) / static_cast<double>(resolved);
  return result;
}

json::value within_value(const std::optional<WithinLimit>& within) {
  if (!within) return nullptr;
  json::array limits;
  for (const Duration limit : within->limits) limits.push_back(*whole_microseconds(limit));
  return json::object{{"limits", std::move(limits)}, {"ratio", number_or_null(within->ratio)}};
}

}  // namespace peeringd
