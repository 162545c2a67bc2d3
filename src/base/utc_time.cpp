#include "base/utc_time.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

#include "base/text.hpp"

namespace peeringd {
namespace {

using namespace std::chrono;

// A number of exactly so many digits at the beginning of `text`, followed by `separator` (0: the
// end). Both are taken away.
std::optional<int> take_number(std::string_view& text, std::size_t digits, char separator) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc{} || end != text.data() + digits || number < 0) return std::nullopt;
  text.remove_prefix(digits);
  if (separator == 0) return text.empty() ? std::optional(number) : std::nullopt;
  if (text.empty() || text.front() != separator) return std::nullopt;
  text.remove_prefix(1);
  return number;
}

// Behind the `T`.
std::optional<seconds> parse_time_of_day(std::string_view text) {
  if (!text.ends_with('Z')) return std::nullopt;
  text.remove_suffix(1);
  const auto hour = take_number(text, 2, ':');
  if (!hour) return std::nullopt;
  const bool has_seconds = text.size() > 2;
  const auto minute = take_number(text, 2, has_seconds ? ':' : '\0');
  const auto second = has_seconds ? take_number(text, 2, '\0') : std::optional(0);
  if (!minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return hours{*hour} + minutes{*minute} + seconds{*second};
}

std::optional<sys_seconds> parse(std::string_view text) {
  const auto y = take_number(text, 4, '-');
  const auto m = y ? take_number(text, 2, '-') : std::nullopt;
  const bool has_time = text.size() > 2;
  const auto d = m ? take_number(text, 2, has_time ? 'T' : '\0') : std::nullopt;
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  const auto time = has_time ? parse_time_of_day(text) : std::optional(seconds{});
  if (!date.ok() || *y < 1970 || !time) return std::nullopt;
  return sys_days{date} + *time;
}

}  // namespace

std::string utc_text(sys_seconds time) {
  const auto day_start = floor<days>(time);
  const year_month_day date{day_start};
  const hh_mm_ss clock{time - day_start};
  std::array<char, 64> text{};
  const int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

Result<sys_seconds> parse_utc(std::string_view text) {
  if (const auto time = parse(text)) return *time;
  return Error{in_quotes(text) + " is not a time; write one like 2026-11-26T08:57:00Z"};
}

}  // namespace peeringd
