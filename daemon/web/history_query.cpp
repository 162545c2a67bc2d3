#include "daemon/web/history_query.hpp"

#include <algorithm>
#include <optional>

#include "base/date_time.hpp"
#include "base/duration.hpp"
#include "http/request_target.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

Result<std::string> required(const Query& query, std::string_view name) {
  const auto value = query.value(name);
  if (!value) return value.error();
  if (*value && !(*value)->empty()) return **value;
  return Error{"The parameter " + std::string(name) + " is missing"};
}

Result<Moment> time_of(const Query& query, std::string_view name, Moment standard) {
  const auto text = query.value(name);
  if (!text) return text.error();
  if (!*text) return standard;
  const auto time = parse_date_time(**text);
  if (!time) return Error{"The parameter " + std::string(name) + ": " + time.error().message};
  return std::chrono::floor<std::chrono::seconds>(*time);
}

// `1y` as well.
Result<std::chrono::seconds> window_of(const std::string& text) {
  if (text == "1y") return std::chrono::days{365};
  const auto window = parse_duration(text);
  if (!window) return Error{"The parameter window: " + window.error().message};
  return std::chrono::ceil<std::chrono::seconds>(*window);
}

}  // namespace

Result<TargetKey> parse_key(const Query& query) {
  const auto connection = required(query, "connection");
  if (!connection) return connection.error();
  const auto prefix = required(query, "prefix");
  if (!prefix) return prefix.error();
  const auto endpoint = query.value("endpoint");
  if (!endpoint) return endpoint.error();
  const auto probe = query.value("probe");
  if (!probe) return probe.error();
  TargetKey key{*connection, *prefix, endpoint->value_or(""), probe->value_or("")};
  if (!key.probe.empty() && key.endpoint.empty()) {
    return Error{"The parameter probe needs the parameter endpoint"};
  }
  return key;
}

Result<SpanQuery> parse_span(const Query& query, Moment now) {
  const auto window = query.value("window");
  if (!window) return window.error();
  const auto to = time_of(query, "to", now);
  if (!to) return to.error();
  const auto from = time_of(query, "from", *to - 24h);
  if (!from) return from.error();
  SpanQuery span{.from = *from, .to = std::min(*to, now)};
  if (*window) {
    if (!query.values("from").empty()) return Error{"Give either window or from, not both"};
    const auto length = window_of(**window);
    if (!length) return length.error();
    span.from = span.to - *length;
  }
  if (span.to <= span.from) return Error{"The span is empty, or lies in the future"};
  if (span.to - span.from > longest_span) return Error{"The span is longer than ten years"};
  span.from = std::max(span.from, Moment{});
  const auto points = query.number("points", 1, max_points);
  if (!points) return points.error();
  if (*points) span.points = static_cast<std::size_t>(**points);
  return span;
}

Result<HistoryQuery> parse_history_query(std::string_view text, Moment now) {
  const auto query = Query::parse(
      text, {"connection", "prefix", "endpoint", "probe", "window", "from", "to", "points"});
  if (!query) return query.error();
  auto key = parse_key(*query);
  if (!key) return key.error();
  const auto span = parse_span(*query, now);
  if (!span) return span.error();
  return HistoryQuery{std::move(*key), *span};
}

}  // namespace peeringd
