#include "fleet/series_records.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "fleet/edge_values.hpp"

namespace peeringd {
namespace {

constexpr std::string_view bucket_name = "peering_prefix_rtt_seconds_bucket";
constexpr std::string_view counter_start = "peering_prefix_probes_";

using Increments = std::vector<std::optional<std::uint64_t>>;

// Maximum number of values that represent a bucket. They are spread evenly over it.
constexpr std::uint64_t max_parts = 32;

// `count` values between two bounds, in seconds.
void spread(Distribution& distribution, double lower, double upper, std::uint64_t count) {
  const std::uint64_t parts = std::min(count, max_parts);
  for (std::uint64_t part = 0; part < parts; ++part) {
    const double share = (static_cast<double>(part) + 0.5) / static_cast<double>(parts);
    const auto value = std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(lower + (upper - lower) * share));
    const std::uint32_t index = Distribution::index_of(Distribution::units_of(value));
    distribution.add_bucket(index, count * (part + 1) / parts - count * part / parts);
  }
}

// Buckets by upper bound in seconds; the last one has none, and is as its lower bound.
void add_histogram(SeriesRecords& records, const std::map<double, Increments>& buckets) {
  for (std::size_t i = 0; i < records.points.size(); ++i) {
    double lower = 0;
    std::uint64_t below = 0;
    for (const auto& [bound, counts] : buckets) {
      if (!counts[i]) continue;
      const double upper = std::isinf(bound) ? lower : bound;
      if (*counts[i] > below) {
        spread(records.points[i].round_trips, lower, upper, *counts[i] - below);
        below = *counts[i];
      }
      lower = upper;
    }
  }
}

void add_counter(std::vector<PeriodRecord>& points, const Increments& counts,
                 std::uint64_t PeriodRecord::*member) {
  for (std::size_t i = 0; i < points.size(); ++i) points[i].*member += counts[i].value_or(0);
}

void add_lost(std::vector<PeriodRecord>& points, const Increments& counts,
              std::string_view reason) {
  const auto found = std::ranges::find(loss_reason_names, reason);
  if (found == loss_reason_names.end()) return;  // of a later version
  const auto index = static_cast<std::size_t>(found - loss_reason_names.begin());
  for (std::size_t i = 0; i < points.size(); ++i) points[i].lost[index] += counts[i].value_or(0);
}

std::optional<double> bound_of(const PromSeries& series) {
  const std::string_view text = series.label("le");
  if (text == "+Inf") return HUGE_VAL;
  double bound = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), bound);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !(bound >= 0)) {
    return std::nullopt;
  }
  return bound;
}

void add_counters(SeriesRecords& records, std::string_view name, std::string_view reason,
                  const Increments& counts) {
  if (name == "peering_prefix_probes_lost_total") {
    add_lost(records.points, counts, reason);
  } else if (name == "peering_prefix_probes_received_total") {
    add_counter(records.points, counts, &PeriodRecord::received);
  } else if (name == "peering_prefix_probes_inconclusive_total") {
    add_counter(records.points, counts, &PeriodRecord::inconclusive);
  } else if (name == "peering_prefix_probes_sent_total") {
    add_counter(records.points, counts, &PeriodRecord::sent);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      records.delivered[i] = records.delivered[i] || counts[i].has_value();
    }
  }
}

void mark_sources(SeriesRecords& records, const EdgeValues& edges) {
  for (std::size_t i = 0; i < records.points.size(); ++i) {
    records.no_source[i] = edges[i + 1] == 0.0;
  }
}

// A store repeats the last value for five minutes. A point without a sample of its own and without
// growth was not delivered, although both of its edges have a value.
void mark_missing(SeriesRecords& records, const EdgeValues& samples) {
  for (std::size_t i = 0; i < records.points.size(); ++i) {
    const bool has_sample = samples[i + 1].value_or(0) > 0;
    if (!has_sample && records.points[i].sent == 0) records.delivered[i] = false;
  }
}

// Tells the counters and gauges of a prefix apart: name, `le`, `reason`.
using SeriesKey = std::tuple<std::string_view, std::string_view, std::string_view>;

SeriesKey key_of(const PromSeries& series) {
  return {series.name(), series.label("le"), series.label("reason")};
}

GapReason reason_of_gap(const SeriesRecords& records, std::size_t point) {
  if (!records.delivered[point]) return GapReason::not_delivered;
  if (records.no_source[point]) return GapReason::no_source;
  return records.points[point].inconclusive > 0 ? GapReason::inconclusive : GapReason::not_sent;
}

// Points that begin before the end of the data.
std::size_t known_points(const HistoryGrid& grid, Moment end) {
  const auto points = (end - grid.from + grid.step - std::chrono::seconds{1}) / grid.step;
  return std::min(grid.points(), static_cast<std::size_t>(points));
}

Moment start_of(const HistoryGrid& grid, std::size_t point) {
  return grid.from + grid.step * static_cast<std::int64_t>(point);
}

// Calls `add` for each run of points that `value_of` gives the same value, unless that is none.
template <typename ValueOf, typename Add>
void each_run(const HistoryGrid& grid, std::size_t count, const ValueOf& value_of, const Add& add) {
  for (std::size_t i = 0; i < count;) {
    const auto value = value_of(i);
    std::size_t next = i + 1;
    while (next < count && value_of(next) == value) ++next;
    if (value) add(start_of(grid, i), start_of(grid, next), *value);
    i = next;
  }
}

}  // namespace

SeriesRecords records_of(std::span<const PromSeries* const> series, const HistoryGrid& grid) {
  SeriesRecords records;
  records.points.resize(grid.points());
  records.delivered.resize(grid.points());
  records.no_source.resize(grid.points());
  std::map<SeriesKey, std::vector<const PromSeries*>> by_key;
  for (const PromSeries* const one : series) by_key[key_of(*one)].push_back(one);
  std::map<double, Increments> buckets;
  std::optional<EdgeValues> samples;
  for (const auto& [key, of_key] : by_key) {
    const auto& [name, le, reason] = key;
    const std::vector<EdgeValues> values = edge_values(of_key, grid);
    if (name.empty()) {
      samples = merged_values(values);
    } else if (name == "peering_prefix_source_up") {
      mark_sources(records, merged_values(values));
    } else if (name != bucket_name) {
      add_counters(records, name, reason, merged_increments(values));
    } else if (const auto bound = bound_of(*of_key.front())) {
      buckets[*bound] = merged_increments(values);
    }
  }
  if (samples) mark_missing(records, *samples);
  add_histogram(records, buckets);
  return records;
}

void add_records(SeriesRecords& sum, const SeriesRecords& part) {
  for (std::size_t i = 0; i < sum.points.size(); ++i) {
    sum.points[i] += part.points[i];
    sum.delivered[i] = sum.delivered[i] || part.delivered[i];
    sum.no_source[i] = sum.no_source[i] && part.no_source[i];
  }
}

std::vector<ResultSpan> results_of(std::span<const PromSeries* const> series,
                                   const HistoryGrid& grid) {
  if (series.empty()) return {};
  const std::vector<const PromSeries*> all(series.begin(), series.end());
  const EdgeValues edges = merged_values(edge_values(all, grid));
  std::vector<ResultSpan> spans;
  each_run(
      grid, grid.points(),
      [&](std::size_t i) -> std::optional<TestResult> {
        const auto& value = edges[i + 1] ? edges[i + 1] : edges[i];
        if (!value || *value < 0 || *value > 3) return std::nullopt;
        return static_cast<TestResult>(*value);
      },
      [&](Moment from, Moment to, TestResult result) {
        spans.push_back({from, to, result, {}});
      });
  return spans;
}

std::vector<HistorySpan> delivered_time(const SeriesRecords& records, const HistoryGrid& grid,
                                        Moment end) {
  std::vector<HistorySpan> spans;
  each_run(
      grid, known_points(grid, end),
      [&](std::size_t i) -> std::optional<bool> {
        return records.delivered[i] ? std::optional(true) : std::nullopt;
      },
      [&](Moment from, Moment to, bool) {
        spans.push_back({from, std::min(to, end)});
      });
  return spans;
}

HistoryView view_of(TargetKey key, const HistoryGrid& grid, Moment end, SeriesRecords records) {
  HistoryView view;
  view.key = std::move(key);
  view.grid = grid;
  view.recorded = delivered_time(records, grid, end);
  each_run(
      grid, known_points(grid, end),
      [&](std::size_t i) -> std::optional<GapReason> {
        const PeriodRecord& point = records.points[i];
        if (point.received + point.lost_total() > 0) return std::nullopt;
        return reason_of_gap(records, i);
      },
      [&](Moment from, Moment to, GapReason reason) {
        view.gaps.push_back({from, to, reason});
      });
  for (const PeriodRecord& point : records.points) view.total += point;
  view.points = std::move(records.points);
  return view;
}

}  // namespace peeringd
