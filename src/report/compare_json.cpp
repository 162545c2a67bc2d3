#include "report/compare_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "base/date_time.hpp"
#include "model/threshold_spans.hpp"
#include "report/history_columns.hpp"
#include "report/history_json.hpp"
#include "report/json_values.hpp"
#include "report/within_limit.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

json::array span_array(const std::vector<HistorySpan>& spans) {
  json::array array;
  for (const HistorySpan& span : spans) {
    array.push_back({{"from", date_time_text(span.from)}, {"to", date_time_text(span.to)}});
  }
  return array;
}

std::int64_t minutes_of(const std::vector<HistorySpan>& spans) {
  std::chrono::seconds sum{};
  for (const HistorySpan& span : spans) sum += span.to - span.from;
  return std::chrono::duration_cast<std::chrono::minutes>(sum).count();
}

json::object figures_of(const PeriodRecord& record) {
  return {{"p5", microseconds_or_null(record.round_trips.quantile(0.05))},
          {"p50", microseconds_or_null(record.round_trips.quantile(0.5))},
          {"p95", microseconds_or_null(record.round_trips.quantile(0.95))},
          {"sent", record.sent},
          {"received", record.received},
          {"lost", record.lost_total()},
          {"loss_ratio", number_or_null(record.loss_ratio())}};
}

json::array endpoints_of(const ComparisonView& comparison) {
  json::array endpoints;
  for (const ComparedEndpoint& endpoint : comparison.endpoints) {
    json::object members;
    for (std::size_t m = 0; m < endpoint.members.size(); ++m) {
      if (endpoint.members[m].empty()) continue;
      members[comparison.members[m].connection] = figures_of(endpoint.members[m]);
    }
    endpoints.push_back({{"endpoint", endpoint.endpoint}, {"members", std::move(members)}});
  }
  return endpoints;
}

// The bad minutes that lie in a step.
std::int64_t bad_minutes_in(const ComparedMember& member, Moment from, Moment to) {
  std::vector<HistorySpan> spans;
  for (const HistorySpan& span : member.bad) {
    const HistorySpan part{std::max(span.from, from), std::min(span.to, to)};
    if (part.from < part.to) spans.push_back(part);
  }
  return minutes_of(spans);
}

MemberContext context_of_member(const std::map<std::string, MemberContext>& contexts,
                                const ComparedMember& member) {
  const auto found = contexts.find(member.connection);
  return found == contexts.end() ? MemberContext() : found->second;
}

// The strictest of all members, so that all are measured by the same thresholds.
std::vector<ThresholdSpan> common_thresholds(const ComparisonView& comparison,
                                             const std::map<std::string, MemberContext>& contexts) {
  std::vector<std::vector<ThresholdSpan>> of_members;
  for (const ComparedMember& member : comparison.members) {
    of_members.push_back(
        thresholds_over_time(member.view, context_of_member(contexts, member).series));
  }
  return strictest_thresholds(of_members);
}

std::string number_text(std::optional<Duration> duration) {
  const auto whole = whole_microseconds(duration);
  return whole ? std::to_string(*whole) : "";
}

}  // namespace

std::string compare_csv(const ComparisonView& comparison,
                        const std::map<std::string, MemberContext>& /*contexts*/) {
  std::string text = "time,connection,prefix,p50_us,p95_us,sent,received,lost,bad_minutes\n";
  for (std::size_t i = 0; i < comparison.grid.points(); ++i) {
    const Moment start = comparison.grid.from + comparison.grid.step * static_cast<std::int64_t>(i);
    for (const ComparedMember& member : comparison.members) {
      const PeriodRecord& point = member.view.points[i];
      text += fmt::format("{},{},{},{},{},{},{},{},{}\n", date_time_text(start), member.connection,
                          member.view.key.prefix, number_text(point.round_trips.quantile(0.5)),
                          number_text(point.round_trips.quantile(0.95)), point.sent, point.received,
                          point.lost_total(),
                          bad_minutes_in(member, start, start + comparison.grid.step));
    }
  }
  return text;
}

json::object compare_object(const ComparisonView& comparison,
                            const std::map<std::string, MemberContext>& contexts) {
  const auto thresholds = common_thresholds(comparison, contexts);
  json::array members;
  json::object bad_minutes;
  json::object helped;
  for (const ComparedMember& member : comparison.members) {
    const MemberContext context = context_of_member(contexts, member);
    json::object object = history_object(member.view, context.series);
    object["partner"] = text_or_null(context.partner);
    object["prefixes"] = json::array(member.prefixes.begin(), member.prefixes.end());
    object["bad"] = span_array(member.bad);
    object["within"] = within_value(within_limit(member.view, thresholds));
    members.push_back(std::move(object));
    bad_minutes[member.connection] = minutes_of(member.bad);
    helped[member.connection] = minutes_of(member.helped);
  }
  const HistoryGrid& grid = comparison.grid;
  const HistorySpan& of_endpoints = comparison.endpoint_span;
  return {{"group", comparison.group},
          {"from", date_time_text(grid.from)},
          {"to", date_time_text(grid.to)},
          {"time0", grid.from.time_since_epoch().count()},
          {"step_seconds", grid.step.count()},
          {"unit", "us"},
          {"members", std::move(members)},
          {"all_bad", span_array(comparison.all_bad)},
          {"all_bad_minutes", minutes_of(comparison.all_bad)},
          {"bad_minutes", std::move(bad_minutes)},
          {"helped", std::move(helped)},
          {"endpoints", endpoints_of(comparison)},
          {"endpoints_from", date_time_text(of_endpoints.from)},
          {"endpoints_to", date_time_text(of_endpoints.to)}};
}

std::string compare_json(const ComparisonView& comparison,
                         const std::map<std::string, MemberContext>& contexts) {
  return json::serialize(compare_object(comparison, contexts)) + "\n";
}

}  // namespace peeringd
