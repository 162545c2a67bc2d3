#include "report/history_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <functional>

#include "base/date_time.hpp"
#include "geo/places.hpp"
#include "report/history_columns.hpp"
#include "report/json_values.hpp"
#include "report/within_limit.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

std::string text_of(std::optional<Duration> duration) {
  const auto whole = whole_microseconds(duration);
  return whole ? std::to_string(*whole) : "";
}

json::object base_of(const HistoryView& view) {
  return {{"connection", view.key.connection},
          {"prefix", text_or_null(view.key.prefix)},
          {"endpoint", text_or_null(view.key.endpoint)},
          {"probe", text_or_null(view.key.probe)},
          {"from", date_time_text(view.grid.from)},
          {"to", date_time_text(view.grid.to)},
          {"time0", view.grid.from.time_since_epoch().count()},
          {"step_seconds", view.grid.step.count()},
          {"tier", name_of(view.grid.tier)},
          {"unit", "us"}};
}

json::array histogram_of(const Distribution& distribution) {
  json::array buckets;
  for (const Distribution::Bucket& bucket : distribution.buckets()) {
    const Duration value = Distribution::value_of(bucket.index());
    buckets.push_back({*whole_microseconds(value), bucket.count()});
  }
  return buckets;
}

json::array gaps_of(const HistoryView& view) {
  json::array gaps;
  for (const HistoryGap& gap : view.gaps) {
    gaps.push_back({{"from", date_time_text(gap.from)},
                    {"to", date_time_text(gap.to)},
                    {"reason", gap_reason_names[static_cast<std::size_t>(gap.reason)]},
                    {"text", gap_reason_texts[static_cast<std::size_t>(gap.reason)]}});
  }
  return gaps;
}

json::array states_of(const HistoryView& view) {
  json::array states;
  for (const ResultSpan& span : view.results) {
    states.push_back({{"from", date_time_text(span.from)},
                      {"to", date_time_text(span.to)},
                      {"result", name_of(span.result)},
                      {"reason", text_or_null(span.reason)}});
  }
  return states;
}

json::object thresholds_of(const SeriesContext& context) {
  json::object object;
  for (const auto& [signal, rule] : context.rules) {
    object[signal] = {{"warning", number_or_null(rule.warning)},
                      {"critical", number_or_null(rule.critical)}};
  }
  return object;
}

json::array threshold_spans_of(const HistoryView& view) {
  json::array spans;
  for (const ThresholdSpan& span : view.thresholds) {
    json::object limits;
    for (const auto& [signal, each] : span.thresholds) {
      limits[signal] = {{"warning", number_or_null(each.warning)},
                        {"critical", number_or_null(each.critical)}};
    }
    spans.push_back({{"from", date_time_text(span.from)},
                     {"to", date_time_text(span.to)},
                     {"thresholds", std::move(limits)}});
  }
  return spans;
}

// The thresholds at a time, as cells of CSV: durations in microseconds.
std::string threshold_cells(const HistoryView& view, Moment time) {
  const auto span = std::ranges::find_if(view.thresholds, [&](const ThresholdSpan& each) {
    return each.from <= time && time < each.to;
  });
  std::string text;
  for (const Signal signal : {Signal::latency, Signal::loss, Signal::jitter}) {
    Limits<double> limits;
    if (span != view.thresholds.end()) {
      const auto found = span->thresholds.find(std::string(name_of(signal)));
      if (found != span->thresholds.end()) limits = found->second;
    }
    for (const auto& limit : {limits.warning, limits.critical}) {
      text += ",";
      if (!limit) continue;
      text +=
          signal == Signal::loss ? fmt::format("{}", *limit) : fmt::format("{:.0f}", *limit * 1e6);
    }
  }
  return text;
}

json::array pops_of(const HistoryView& view, const SeriesContext& context) {
  json::array pops;
  for (const PopSpan& pop : pop_spans(view, context)) {
    const auto metro = find_metro(pop.code);
    json::object object{{"from", date_time_text(pop.span.from)},
                        {"to", date_time_text(pop.span.to)},
                        {"code", pop.code},
                        {"metro", metro ? json::value(metro->name) : json::value(nullptr)}};
    std::optional<double> metres;
    if (metro && context.position) metres = great_circle_metres(*context.position, metro->position);
    object["distance_meters"] = metres ? json::value(std::round(*metres)) : json::value(nullptr);
    object["floor"] = metres ? microseconds_or_null(light_in_fibre(*metres)) : json::value(nullptr);
    pops.push_back(std::move(object));
  }
  return pops;
}

json::array maintenance_of(const HistoryView& view, const SeriesContext& context) {
  json::array spans;
  for (const HistorySpan& span : maintenance_spans(view, context)) {
    spans.push_back({{"from", date_time_text(span.from)}, {"to", date_time_text(span.to)}});
  }
  return spans;
}

// An hour is complete if the daemon recorded all of it.
bool is_complete(const HistoryView& view, Moment start) {
  const Moment end = start + view.grid.step;
  return std::any_of(view.recorded.begin(), view.recorded.end(),
                     [&](const HistorySpan& span) { return span.from <= start && span.to >= end; });
}

// Of the hours that have one: Azure's figure for a span.
std::optional<Duration> average_of_medians(const HistoryView& view) {
  Duration sum{};
  std::int64_t count = 0;
  for (const PeriodRecord& hour : view.points) {
    if (const auto median = hour.round_trips.quantile(0.5)) {
      sum += *median;
      ++count;
    }
  }
  return count == 0 ? std::nullopt : std::optional(sum / count);
}

}  // namespace

json::object history_object(const HistoryView& view, const SeriesContext& context) {
  json::object document = base_of(view);
  add_columns(document, view.points);
  document["window"] = summary_object(view.total);
  document["histogram"] = {{"buckets_per_octave", Distribution::buckets_per_octave},
                           {"buckets", histogram_of(view.total.round_trips)}};
  document["unmeasured"] = gaps_of(view);
  document["states"] = states_of(view);
  document["results_from"] =
      view.results_from ? json::value(date_time_text(*view.results_from)) : json::value(nullptr);
  document["thresholds"] = thresholds_of(context);
  document["threshold_spans"] = threshold_spans_of(view);
  document["within"] = within_value(within_limit(view, thresholds_over_time(view, context)));
  document["pops"] = pops_of(view, context);
  document["maintenance"] = maintenance_of(view, context);
  json::array events;
  for (const Event& event : view.events) events.push_back(event_object(event));
  document["events"] = std::move(events);
  return document;
}

std::string history_json(const HistoryView& view, const SeriesContext& context) {
  return json::serialize(history_object(view, context)) + "\n";
}

std::string history_csv(const HistoryView& view) {
  std::string text =
      "time,min_us,p5_us,p25_us,p50_us,p75_us,p95_us,max_us,jitter_us,sent,received,"
      "lost,inconclusive,errors,skipped,latency_warning_us,latency_critical_us,loss_warning,"
      "loss_critical,jitter_warning_us,jitter_critical_us\n";
  Moment start = view.grid.from;
  for (const PeriodRecord& record : view.points) {
    text += date_time_text(start);
    for (const auto& [name, quantile] : history_quantiles) {
      text += "," + text_of(record.round_trips.quantile(quantile));
    }
    text += fmt::format(",{},{},{},{},{},{},{}{}\n", text_of(record.jitter()), record.sent,
                        record.received, record.lost_total(), record.inconclusive,
                        record.error_total(), record.skipped, threshold_cells(view, start));
    start += view.grid.step;
  }
  return text;
}

json::object hours_object(const HistoryView& view) {
  json::object document = base_of(view);
  json::array hours;
  Moment start = view.grid.from;
  for (const PeriodRecord& record : view.points) {
    json::object hour{{"hour", date_time_text(start)},
                      {"median", microseconds_or_null(record.round_trips.quantile(0.5))},
                      {"p95", microseconds_or_null(record.round_trips.quantile(0.95))},
                      {"sent", record.sent},
                      {"received", record.received},
                      {"lost", record.lost_total()}};
    hour["complete"] = is_complete(view, start);
    hours.push_back(std::move(hour));
    start += view.grid.step;
  }
  document["hours"] = std::move(hours);
  document["average_of_medians"] = microseconds_or_null(average_of_medians(view));
  return document;
}

std::string hours_json(const HistoryView& view) {
  return json::serialize(hours_object(view)) + "\n";
}

std::string hours_csv(const HistoryView& view) {
  std::string text = "hour,median_us,p95_us,sent,received,lost,complete\n";
  Moment start = view.grid.from;
  for (const PeriodRecord& record : view.points) {
    text += fmt::format("{},{},{},{},{},{},{}\n", date_time_text(start),
                        text_of(record.round_trips.quantile(0.5)),
                        text_of(record.round_trips.quantile(0.95)), record.sent, record.received,
                        record.lost_total(), is_complete(view, start));
    start += view.grid.step;
  }
  return text;
}

std::string endpoints_json(const std::vector<HistoryView>& views) {
  json::array endpoints;
  for (const HistoryView& view : views) {
    json::object endpoint = base_of(view);
    add_columns(endpoint, view.points);
    endpoint["window"] = summary_object(view.total);
    endpoint["unmeasured"] = gaps_of(view);
    endpoints.push_back(std::move(endpoint));
  }
  return json::serialize(json::object{{"endpoints", std::move(endpoints)}}) + "\n";
}

}  // namespace peeringd
