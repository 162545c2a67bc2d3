#include "report/history_report.hpp"

#include <algorithm>
#include <chrono>

#include "base/date_time.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "report/json_reading.hpp"
#include "report/spark_line.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

constexpr std::size_t max_medians = 60;

ReportedConnection connection_from(const json::object& object) {
  ReportedConnection connection{text_at(object, "name"), text_at(object, "partner")};
  for (const json::object* prefix : list_at(object, "prefixes")) {
    connection.prefixes.push_back({.prefix = text_at(*prefix, "prefix"),
                                   .median = {},
                                   .p95 = {},
                                   .loss_ratio = {},
                                   .average_of_medians = {}});
  }
  return connection;
}

Result<void> check_names(const std::vector<ReportedConnection>& connections,
                         const std::vector<std::string>& names) {
  std::vector<std::string_view> known;
  for (const ReportedConnection& connection : connections) known.push_back(connection.name);
  for (const std::string& name : names) {
    if (std::ranges::count(known, name) != 0) continue;
    return Error{"the daemon has no connection " + in_quotes(name) + meant_or_known(name, known)};
  }
  return {};
}

Result<void> set_span(HistoryReport& report, const std::string& now, Duration window) {
  const auto time = parse_date_time(now);
  if (!time) return Error{"the daemon's time cannot be read: " + time.error().message};
  const auto to = std::chrono::floor<std::chrono::minutes>(*time);
  report.from = date_time_text(to - std::chrono::ceil<std::chrono::minutes>(window));
  report.to = date_time_text(to);
  return {};
}

}  // namespace

Result<HistoryReport> begin_report(std::string_view document, const std::vector<std::string>& names,
                                   Duration window) {
  const auto parsed = parse_answer(document, "connections");
  if (!parsed) return parsed.error();
  HistoryReport report;
  const std::string now = text_at(parsed->get_object(), "time");
  if (auto done = set_span(report, now, window); !done) return done.error();
  for (const json::object* connection : list_at(parsed->get_object(), "connections")) {
    report.connections.push_back(connection_from(*connection));
  }
  if (const auto known = check_names(report.connections, names); !known) return known.error();
  std::erase_if(report.connections, [&](const ReportedConnection& connection) {
    return !names.empty() && std::ranges::count(names, connection.name) == 0;
  });
  return report;
}

Result<void> add_history(HistoryReport& report, ReportedPrefix& prefix, std::string_view document) {
  const auto parsed = parse_answer(document, "window");
  if (!parsed) return parsed.error();
  const json::object& root = parsed->get_object();
  report.recorded = true;
  if (auto from = text_at(root, "from"); !from.empty()) report.from = std::move(from);
  prefix.medians = medians_of_parts(numbers_at(root, "p50"), max_medians);
  const json::object* const window = object_at(root, "window");
  if (window == nullptr) return {};
  prefix.median = number_at(*window, "p50");
  prefix.p95 = number_at(*window, "p95");
  prefix.loss_ratio = number_at(*window, "loss_ratio");
  return {};
}

Result<void> add_hours(ReportedPrefix& prefix, std::string_view document) {
  const auto parsed = parse_answer(document, "average_of_medians");
  if (!parsed) return parsed.error();
  prefix.average_of_medians = number_at(parsed->get_object(), "average_of_medians");
  return {};
}

Result<void> add_availability(HistoryReport& report, std::string_view document) {
  const auto parsed = parse_answer(document, "connections");
  if (!parsed) return parsed.error();
  for (const json::object* object : list_at(parsed->get_object(), "connections")) {
    const json::object* const total = object_at(*object, "total");
    const auto found = std::ranges::find(report.connections, text_at(*object, "connection"),
                                         &ReportedConnection::name);
    if (total == nullptr || found == report.connections.end()) continue;
    const auto seconds = [&](std::string_view key) { return number_at(*total, key).value_or(0); };
    found->availability = {number_at(*total, "availability"), seconds("degraded_seconds"),
                           seconds("down_seconds"), seconds("unknown_seconds"),
                           seconds("maintenance_seconds")};
  }
  return {};
}

}  // namespace peeringd
