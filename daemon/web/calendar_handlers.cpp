#include "daemon/web/calendar_handlers.hpp"

#include <algorithm>
#include <charconv>

#include "base/date_time.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_query.hpp"
#include "report/calendar_json.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_offset_changes = 16;

Result<CalendarStat> stat_of(const Query& query) {
  const auto name = query.value("stat");
  if (!name) return name.error();
  if (!*name) return CalendarStat::p95;
  const auto found = std::ranges::find(calendar_stat_names, **name);
  if (found == calendar_stat_names.end()) {
    return Error{"The parameter stat: no such figure" + known_words(calendar_stat_names)};
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
std::optional<std::chrono::seconds> offset_in(std::string_view text) {
  if (text == "Z") return std::chrono::seconds{0};
  int hours = 0;
  const bool formed = text.size() == 6 && (text[0] == '+' || text[0] == '-' || text[0] == ' ') &&
                      std::from_chars(&text[1], &text[3], hours).ptr == &text[3] &&
                      text.ends_with(":00") && hours >= 0 && hours <= 14;
  if (!formed) return std::nullopt;
  return std::chrono::hours{text[0] == '-' ? -hours : hours};
}

std::optional<Moment> change_time_in(const std::string& text, const ZoneOffsets& zone) {
  using namespace std::chrono;
  const auto time = parse_date_time(text);
  if (!time || *time != floor<hours>(*time)) return std::nullopt;
  const auto found = floor<seconds>(*time);
  if (!zone.changes.empty() && found <= zone.changes.back().at) return std::nullopt;
  return found;
}

// Between commas; at least one.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t comma = text.find(','); comma != std::string_view::npos;) {
    parts.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma + 1);
    comma = text.find(',');
  }
  parts.emplace_back(text);
  return parts;
}

// `+02:00,2026-10-25T01:00:00Z,+01:00`: an offset, and for each change its time and the next
// offset.
Result<ZoneOffsets> zone_of(const Query& query) {
  const auto text = query.value("tz");
  if (!text) return text.error();
  if (!*text) return ZoneOffsets{};
  const auto parts = parts_of(**text);
  const auto first = offset_in(parts.front());
  if (!first) {
    return Error{
        "The parameter tz must be an offset from UTC in whole hours, such as +02:00: hourly "
        "records are in UTC"};
  }
  ZoneOffsets zone{.first = *first};
  const Error wrong{
      "The parameter tz: after the first offset, pairs of a full hour and the offset from then on, "
      "in the order of time, at most 16, such as +02:00,2026-10-25T01:00:00Z,+01:00"};
  if (parts.size() % 2 == 0 || parts.size() / 2 > max_offset_changes) return wrong;
  for (std::size_t i = 1; i < parts.size(); i += 2) {
    const auto at = change_time_in(parts[i], zone);
    const auto offset = offset_in(parts[i + 1]);
    if (!at || !offset) return wrong;
    zone.changes.push_back({*at, *offset});
  }
  return zone;
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
  auto zone = zone_of(*query);
  if (!zone) return zone.error();
  if (*weeks && *zone != ZoneOffsets{}) {
    return Error{"The parameter tz cannot be combined with by=week: daily records are in UTC"};
  }
  constexpr std::uint64_t five_years = 1826;
  return CalendarQuery{.key = std::move(*key),
                       .weeks = *weeks,
                       .days = static_cast<std::size_t>(days->value_or(*weeks ? five_years : 90)),
                       .stat = *stat,
                       .zone = std::move(*zone)};
}

void add_calendar_handlers(Router& router, const WebParts& parts) {
  router.add("GET", "/api/v1/calendar", calendar_page(parts, "application/json", calendar_json));
  router.add("GET", "/api/v1/calendar.csv",
             calendar_page(parts, "text/csv; charset=utf-8", calendar_csv));
}

}  // namespace peeringd
