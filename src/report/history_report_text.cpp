#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "report/history_report.hpp"
#include "report/json_values.hpp"
#include "report/spark_line.hpp"
#include "report/table.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

constexpr std::size_t report_indent = 2;

std::string ms_text(std::optional<double> microseconds) {
  return microseconds ? fmt::format("{:.2f} ms", *microseconds / 1000) : "-";
}

std::string percent_cell(std::optional<double> ratio, int digits) {
  return ratio ? fmt::format("{:.{}f}%", *ratio * 100, digits) : "-";
}

std::string seconds_text(double seconds) {
  return sentence_duration(std::chrono::seconds{std::llround(seconds)});
}

// `available 99.98%, down 12 min 3 s, not known 3 h`.
std::string availability_text(const std::optional<ReportedAvailability>& availability) {
  if (!availability) return "availability not known";
  std::string text = availability->ratio
                         ? "available " + rounded_down(*availability->ratio * 100, 3) + "%"
                         : std::string("availability not known");
  const auto add = [&](const char* name, double seconds) {
    if (seconds >= 1) text += fmt::format(", {} {}", name, seconds_text(seconds));
  };
  add("down", availability->down);
  add("degraded", availability->degraded);
  add("not known", availability->unknown);
  add("maintenance", availability->maintenance);
  return text;
}

std::string table_of(const ReportedConnection& connection) {
  std::vector<Row> rows{{"prefix", "median", "p95", "loss", "hourly"}};
  for (const ReportedPrefix& prefix : connection.prefixes) {
    rows.push_back({prefix.prefix, ms_text(prefix.median), ms_text(prefix.p95),
                    percent_cell(prefix.loss_ratio, 2), ms_text(prefix.average_of_medians)});
  }
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::size_t used = report_indent;
  for (const std::size_t width : widths) used += width + 2;
  const std::size_t spark_width = used < terminal_width ? terminal_width - used : 0;
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string line = fmt::format("{:{}}{:<{}}", "", report_indent, rows[i][0], widths[0]);
    for (std::size_t k = 1; k < rows[i].size(); ++k) {
      line += fmt::format("  {:>{}}", rows[i][k], widths[k]);
    }
    line += "  " + (i == 0 ? std::string(spark_width >= 7 ? "medians" : "")
                           : spark_line(connection.prefixes[i - 1].medians, spark_width));
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

json::value whole_or_null(std::optional<double> number) {
  return number ? json::value(std::llround(*number)) : json::value(nullptr);
}

std::string csv_decimal(std::optional<double> number, int digits) {
  return number ? fmt::format("{:.{}f}", *number, digits) : "";
}

json::object prefix_object(const ReportedPrefix& prefix) {
  json::array medians;
  for (const auto& median : prefix.medians) medians.push_back(whole_or_null(median));
  return {{"prefix", prefix.prefix},
          {"median", whole_or_null(prefix.median)},
          {"p95", whole_or_null(prefix.p95)},
          {"loss_ratio", number_or_null(prefix.loss_ratio)},
          {"average_of_medians", whole_or_null(prefix.average_of_medians)},
          {"medians", std::move(medians)}};
}

json::value availability_object(const std::optional<ReportedAvailability>& availability) {
  if (!availability) return nullptr;
  return {{"availability", number_or_null(availability->ratio)},
          {"degraded_seconds", whole_or_null(availability->degraded)},
          {"down_seconds", whole_or_null(availability->down)},
          {"unknown_seconds", whole_or_null(availability->unknown)},
          {"maintenance_seconds", whole_or_null(availability->maintenance)}};
}

}  // namespace

std::string report_text(const HistoryReport& report) {
  std::string text = report.from + " to " + report.to + "\n";
  if (!report.recorded) text += "nothing was recorded\n";
  for (const ReportedConnection& connection : report.connections) {
    text += "\n" + connection.name;
    if (!connection.partner.empty()) text += " (" + connection.partner + ")";
    text += "\n" + wrap_text(availability_text(connection.availability), report_indent);
    text += table_of(connection);
  }
  return text;
}

std::string report_csv(const HistoryReport& report) {
  std::string text =
      "from,to,connection,partner,prefix,median_us,p95_us,loss_ratio,average_of_medians_us,"
      "availability,down_seconds,degraded_seconds,unknown_seconds,maintenance_seconds\n";
  for (const ReportedConnection& connection : report.connections) {
    const auto& time = connection.availability;
    const std::string availability =
        time ? fmt::format("{},{:.0f},{:.0f},{:.0f},{:.0f}",
                           time->ratio ? rounded_down(*time->ratio, 6) : "", time->down,
                           time->degraded, time->unknown, time->maintenance)
             : std::string(",,,,");
    for (const ReportedPrefix& prefix : connection.prefixes) {
      text +=
          fmt::format("{},{},{},{},{},{},{},{},{},{}\n", report.from, report.to, connection.name,
                      csv_field(connection.partner), prefix.prefix, csv_decimal(prefix.median, 0),
                      csv_decimal(prefix.p95, 0), csv_decimal(prefix.loss_ratio, 6),
                      csv_decimal(prefix.average_of_medians, 0), availability);
    }
  }
  return text;
}

std::string report_json(const HistoryReport& report) {
  json::array connections;
  for (const ReportedConnection& connection : report.connections) {
    json::array prefixes;
    for (const ReportedPrefix& prefix : connection.prefixes) {
      prefixes.push_back(prefix_object(prefix));
    }
    connections.push_back({{"name", connection.name},
                           {"partner", text_or_null(connection.partner)},
                           {"availability", availability_object(connection.availability)},
                           {"prefixes", std::move(prefixes)}});
  }
  const json::object document{{"from", text_or_null(report.from)},
                              {"to", text_or_null(report.to)},
                              {"unit", "us"},
                              {"connections", std::move(connections)}};
  return json::serialize(document) + "\n";
}

}  // namespace peeringd
