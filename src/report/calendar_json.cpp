#include "report/calendar_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "base/date_time.hpp"
#include "base/text.hpp"
#include "report/history_columns.hpp"
#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

// `+02:00`.
std::string offset_text(std::chrono::seconds offset) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                     std::abs(minutes) % 60);
}

// Three digits.
std::string three_digits(double microseconds) {
  const double value = microseconds / 1000;
  return fmt::format("{:.{}f} ms", value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

// Those within the calendar.
json::array zone_changes(const CalendarView& calendar) {
  const Moment end = calendar.time_of(calendar.cells.size());
  json::array changes;
  for (const OffsetChange& change : calendar.zone.changes) {
    if (change.at <= calendar.start || change.at >= end) continue;
    changes.push_back({{"time", date_time_text(change.at)}, {"tz", offset_text(change.offset)}});
  }
  return changes;
}

json::array usual_of(const CalendarView& calendar) {
  json::array usual;
  for (const auto& value : calendar.usual) {
    if (!value || calendar.stat == CalendarStat::loss) {
      usual.push_back(number_or_null(value));
    } else {
      usual.emplace_back(std::llround(*value));
    }
  }
  return usual;
}

json::object finding_object(const CalendarFinding& finding) {
  json::object object{{"kind", finding_kind_names[static_cast<std::size_t>(finding.kind)]},
                      {"from", date_time_text(finding.from)},
                      {"to", date_time_text(finding.to)},
                      {"lasts", finding.lasts},
                      {"before", std::llround(finding.before)},
                      {"after", std::llround(finding.after)},
                      {"text", finding_text(finding)}};
  if (finding.kind == FindingKind::daily_congestion) {
    object["from_hour"] = finding.from_hour;
    object["to_hour"] = finding.to_hour;
    object["days"] = finding.days;
    object["measured_days"] = finding.measured_days;
  }
  return object;
}

void add_cells(json::object& object, const CalendarView& calendar) {
  json::array p95;
  json::array p50;
  json::array loss;
  json::array sent;
  json::array received;
  json::array lost;
  for (const PeriodRecord& cell : calendar.cells) {
    p95.push_back(microseconds_or_null(cell.round_trips.quantile(0.95)));
    p50.push_back(microseconds_or_null(cell.round_trips.quantile(0.5)));
    loss.push_back(number_or_null(cell.loss_ratio()));
    sent.emplace_back(cell.sent);
    received.emplace_back(cell.received);
    lost.emplace_back(cell.lost_total());
  }
  object["p95"] = std::move(p95);
  object["p50"] = std::move(p50);
  object["loss"] = std::move(loss);
  object["sent"] = std::move(sent);
  object["received"] = std::move(received);
  object["lost"] = std::move(lost);
}

}  // namespace

std::string finding_text(const CalendarFinding& finding) {
  if (finding.kind == FindingKind::lasting_change) {
    const auto days = std::chrono::floor<std::chrono::days>(finding.to - finding.from).count();
    return fmt::format("The median {} from {} to {} and {} there for {}",
                       finding.after > finding.before ? "rose" : "fell",
                       three_digits(finding.before), three_digits(finding.after),
                       finding.lasts ? "has stayed" : "stayed",
                       counted(static_cast<std::uint64_t>(days), "day"));
  }
  return fmt::format(
      "{:02}:00 to {:02}:00 was slower than the rest of the day on {} of {}: p95 {} "
      "instead of {}{}",
      finding.from_hour, finding.to_hour, finding.days, counted(finding.measured_days, "day"),
      three_digits(finding.after), three_digits(finding.before),
      finding.median_moves ? "" : "; the median hardly moved, as with a queue that fills at times");
}

std::string calendar_json(const CalendarView& calendar) {
  json::object document{{"connection", calendar.key.connection},
                        {"prefix", calendar.key.prefix},
                        {"endpoint", text_or_null(calendar.key.endpoint)},
                        {"probe", text_or_null(calendar.key.probe)},
                        {"by", calendar.weeks ? "week" : "hour"},
                        {"tz", offset_text(calendar.zone.offset_at(calendar.start))},
                        {"tz_changes", zone_changes(calendar)},
                        {"time0", calendar.start.time_since_epoch().count()},
                        {"stat", calendar_stat_names[static_cast<std::size_t>(calendar.stat)]},
                        {"unit", "us"}};
  document[calendar.weeks ? "week0" : "day0"] = date_time_text(calendar.start);
  document[calendar.weeks ? "weeks" : "days"] = calendar.columns();
  document[calendar.weeks ? "usual_day_of_week" : "usual_hour_of_week"] = usual_of(calendar);
  add_cells(document, calendar);
  json::array findings;
  for (const CalendarFinding& finding : calendar.findings) {
    findings.push_back(finding_object(finding));
  }
  document["findings"] = std::move(findings);
  return json::serialize(document) + "\n";
}

std::string calendar_csv(const CalendarView& calendar) {
  const auto text_of = [](std::optional<Duration> duration) {
    const auto whole = whole_microseconds(duration);
    return whole ? std::to_string(*whole) : std::string();
  };
  std::string text = "time,p50_us,p95_us,sent,received,lost,loss_ratio\n";
  for (std::size_t i = 0; i < calendar.cells.size(); ++i) {
    const PeriodRecord& cell = calendar.cells[i];
    const Moment time = calendar.time_of(i);
    if (calendar.time_of(i + 1) == time) continue;  // the clocks skip this hour
    const auto loss = cell.loss_ratio();
    text += fmt::format("{},{},{},{},{},{},{}\n", date_time_text(time),
                        text_of(cell.round_trips.quantile(0.5)),
                        text_of(cell.round_trips.quantile(0.95)), cell.sent, cell.received,
                        cell.lost_total(), loss ? fmt::format("{:.6g}", *loss) : "");
  }
  return text;
}

}  // namespace peeringd
