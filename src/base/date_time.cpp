#include "base/date_time.hpp"

#include <array>
#include <cstdio>
#include <optional>
#include <string>

#include "base/text.hpp"

namespace peeringd {
namespace {

using namespace std::chrono;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Removes a number of exactly `digits` digits from the beginning of `text` and returns it.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, digits)) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return number;
}

/// Takes two digits that make a number below `limit`.
std::optional<int> take_two(std::string_view& text, int limit) {
  const auto number = take_number(text, 2);
  return number && *number < limit ? number : std::nullopt;
}

bool take_one_of(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<sys_days> take_date(std::string_view& text) {
  const auto year_number = take_number(text, 4);
  if (!year_number || *year_number < 1970 || *year_number > 2199) return std::nullopt;
  if (!take_one_of(text, "-")) return std::nullopt;
  const auto month_number = take_number(text, 2);
  if (!month_number || !take_one_of(text, "-")) return std::nullopt;
  const auto day_number = take_number(text, 2);
  if (!day_number) return std::nullopt;
  const year_month_day date{year(*year_number), month(static_cast<unsigned>(*month_number)),
                            day(static_cast<unsigned>(*day_number))};
  return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

/// `.5` as half a second; nothing there is zero.
std::optional<Duration> take_fraction(std::string_view& text) {
  if (!take_one_of(text, ".")) return Duration::zero();
  Duration fraction{};
  Duration unit = 100ms;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  while (!text.empty() && is_digit(text.front())) {
    if (unit == Duration::zero()) return std::nullopt;
    fraction += unit * (text.front() - '0');
    unit /= 10;
    text.remove_prefix(1);
  }
  return fraction;
}

std::optional<Duration> take_time_of_day(std::string_view& text) {
  const auto hour = take_two(text, 24);
  if (!hour || !take_one_of(text, ":")) return std::nullopt;
  const auto minute = take_two(text, 60);
  if (!minute || !take_one_of(text, ":")) return std::nullopt;
  const auto second = take_two(text, 60);
  if (!second) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  return hours(*hour) + minutes(*minute) + seconds(*second) + *fraction;
}

std::optional<Duration> take_offset(std::string_view& text) {
  if (take_one_of(text, "Zz")) return Duration::zero();
  const bool behind = text.starts_with('-');
  if (!take_one_of(text, "+-")) return std::nullopt;
  const auto hour = take_two(text, 24);
  if (!hour || !take_one_of(text, ":")) return std::nullopt;
  const auto minute = take_two(text, 60);
  if (!minute) return std::nullopt;
  const Duration offset = hours(*hour) + minutes(*minute);
  return behind ? -offset : offset;
}

}  // namespace

Result<WallTime> parse_date_time(std::string_view text) {
  const Error error{in_quotes(text) +
                    " is not a time; write one like 2026-11-30T22:00:00Z, or with an offset from "
                    "UTC, like 2026-11-30T22:00:00+01:00"};
  std::string_view rest = text;
  const auto date = take_date(rest);
  if (!date || !take_one_of(rest, "Tt ")) return error;
  const auto time_of_day = take_time_of_day(rest);
  if (!time_of_day) return error;
  if (rest.empty()) {
    return Error{in_quotes(text) + " lacks a time zone; write " + std::string(text) +
                 "Z for UTC, or an offset from UTC, like " + std::string(text) + "+01:00"};
  }
  const auto offset = take_offset(rest);
  if (!offset || !rest.empty()) return error;
  return WallTime(*date) + *time_of_day - *offset;
}

std::string date_time_text(std::chrono::sys_seconds time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{midnight};
  const std::chrono::hh_mm_ss clock{time - midnight};
  std::array<char, 64> text{};
  const int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string time_of_day(WallTime time) {
  const std::string text = date_time_text(floor<seconds>(time));
  return text.substr(std::string_view("2026-11-26T").size(), std::string_view("08:57:03").size());
}

}  // namespace peeringd
