#include "report/history_columns.hpp"

#include <boost/json/array.hpp>
#include <chrono>
#include <functional>

#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

template <typename Value>
json::array column_of(std::span<const PeriodRecord> points, const Value& value_of) {
  json::array column;
  column.reserve(points.size());
  for (const PeriodRecord& point : points) column.push_back(value_of(point));
  return column;
}

}  // namespace

std::optional<std::int64_t> whole_microseconds(std::optional<Duration> duration) {
  if (!duration) return std::nullopt;
  return std::chrono::round<std::chrono::microseconds>(*duration).count();
}

json::value microseconds_or_null(std::optional<Duration> duration) {
  const auto whole = whole_microseconds(duration);
  return whole ? json::value(*whole) : json::value(nullptr);
}

void add_columns(json::object& object, std::span<const PeriodRecord> points) {
  for (const auto& [name, q] : history_quantiles) {
    object[name] = column_of(points, [quantile = q](const PeriodRecord& point) {
      return microseconds_or_null(point.round_trips.quantile(quantile));
    });
  }
  object["jitter"] = column_of(
      points, [](const PeriodRecord& point) { return microseconds_or_null(point.jitter()); });
  object["sent"] =
      column_of(points, [](const PeriodRecord& point) { return json::value(point.sent); });
  object["received"] =
      column_of(points, [](const PeriodRecord& point) { return json::value(point.received); });
  object["lost"] =
      column_of(points, [](const PeriodRecord& point) { return json::value(point.lost_total()); });
}

json::object summary_object(const PeriodRecord& record) {
  json::object object{{"sent", record.sent},
                      {"received", record.received},
                      {"lost", record.lost_total()},
                      {"lost_by_reason", counts_by_name(record.lost, loss_reason_names)},
                      {"inconclusive", record.inconclusive},
                      {"errors", counts_by_name(record.errors, error_reason_names)},
                      {"skipped", record.skipped},
                      {"loss_ratio", number_or_null(record.loss_ratio())},
                      {"coverage", number_or_null(record.coverage())},
                      {"jitter", microseconds_or_null(record.jitter())}};
  for (const auto& [name, quantile] : history_quantiles) {
    object[name] = microseconds_or_null(record.round_trips.quantile(quantile));
  }
  object["p99"] = microseconds_or_null(record.round_trips.quantile(0.99));
  return object;
}

}  // namespace peeringd
