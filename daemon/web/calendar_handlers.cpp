#include "daemon/web/calendar_handlers.hpp"

#include <algorithm>
#include <charconv>

#include "base/suggestion.hpp"
#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_query.hpp"
#include "report/calendar_json.hpp"

namespace peeringd {
namespace {

Result<CalendarStat> stat_of(const Query& query) {
  const auto name = query.value("stat");
  if (!name) return name.error();
  if (!*name) return CalendarStat::p95;
  const auto found = std::ranges::find(calendar_stat_names, **name);
  if (found == calendar_stat_names.end()) {
    return Error{"The parameter stat: no such figure" + there_are(calendar_stat_names)};
  }
  return static_cast<CalendarStat>(found - calendar_stat_names.begin());
}

Result<bool> by_weeks(const Query& query) {
  const auto by = query.value("by");
  if (!by) return by.error();
  if (!*by || **by == "hour") return false;
  if (**by == "week") return true;
  return Error{"The parameter by must be hour or week"};
}

// `+02:00` or `Z`. In a query, a `+` that is not encoded is a blank.
Result<std::chrono::seconds> offset_of(const Query& query) {
  const auto text = query.value("tz");
  if (!text) return text.error();
  if (!*text || **text == "Z") return std::chrono::seconds{0};
  const std::string& value = **text;
  int hours = 0;
  const bool formed = value.size() == 6 &&
                      (value[0] == '+' || value[0] == '-' || value[0] == ' ') &&
                      std::from_chars(&value[1], &value[3], hours).ptr == &value[3] &&
                      value.ends_with(":00") && hours >= 0 && hours <= 14;
  if (formed) return std::chrono::seconds{std::chrono::hours{value[0] == '-' ? -hours : hours}};
  return Error{
      "The parameter tz must be an offset from UTC in whole hours, such as +02:00: hourly "
      "records are in UTC"};
}

using ShowCalendar = std::string (*)(const CalendarView&);

HttpHandler calendar_page(const WebParts& parts, const char* content_type, ShowCalendar show) {
  return [=](const HttpRequest& request, const HttpReply& reply) {
    const auto query = parse_calendar_query(request.query);
    if (!query) return reply(refusal(400, query.error().message));
    const Moment now = last_minute(parts.clock);
    ask_history(parts, reply, [=, query = *query](OpenHistory& history) {
      const auto calendar = read_calendar(history, query, now);
      if (calendar) return response_of(content_type, show(*calendar));
      return refusal(404, "The history has no such connection, prefix, endpoint or probe");
    });
  };
}

}  // namespace

Result<CalendarQuery> parse_calendar_query(std::string_view text) {
  const auto query =
      Query::parse(text, {"connection", "prefix", "endpoint", "probe", "days", "by", "stat", "tz"});
  if (!query) return query.error();
  auto key = parse_key(*query);
  if (!key) return key.error();
  const auto weeks = by_weeks(*query);
  if (!weeks) return weeks.error();
  const auto days = query->number("days", 1, *weeks ? max_calendar_week_days : max_calendar_days);
  if (!days) return days.error();
  const auto stat = stat_of(*query);
  if (!stat) return stat.error();
  const auto offset = offset_of(*query);
  if (!offset) return offset.error();
  if (*weeks && *offset != std::chrono::seconds{0}) {
    return Error{"The parameter tz cannot be combined with by=week: daily records are in UTC"};
  }
  constexpr std::uint64_t five_years = 1826;
  return CalendarQuery{.key = std::move(*key),
                       .weeks = *weeks,
                       .days = static_cast<std::size_t>(days->value_or(*weeks ? five_years : 90)),
                       .stat = *stat,
                       .offset = *offset};
}

void add_calendar_handlers(Router& router, const WebParts& parts) {
  router.add("GET", "/api/v1/calendar", calendar_page(parts, "application/json", calendar_json));
  router.add("GET", "/api/v1/calendar.csv",
             calendar_page(parts, "text/csv; charset=utf-8", calendar_csv));
}

}  // namespace peeringd
