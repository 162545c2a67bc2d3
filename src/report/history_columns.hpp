// Records as columns of JSON. Internal to this folder.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "model/period_record.hpp"

namespace peeringd {

/// The quantiles of a point, by their names in JSON.
inline constexpr std::array<std::pair<std::string_view, double>, 7> history_quantiles{
    {{"min", 0},
     {"p5", 0.05},
     {"p25", 0.25},
     {"p50", 0.5},
     {"p75", 0.75},
     {"p95", 0.95},
     {"max", 1}}};

std::optional<std::int64_t> whole_microseconds(std::optional<Duration> duration);
boost::json::value microseconds_or_null(std::optional<Duration> duration);

/// An array for each quantile, and `jitter`, `sent`, `received`, `lost`.
void add_columns(boost::json::object& object, std::span<const PeriodRecord> points);

/// The figures of all points together.
boost::json::object summary_object(const PeriodRecord& record);

}  // namespace peeringd
