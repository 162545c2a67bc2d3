#include "base/duration.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "base/number_from.hpp"

namespace peeringd {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

// Largest first: format_duration() takes the first that divides evenly.
constexpr std::array<Unit, 6> units{{{"d", 86'400'000'000'000},
                                     {"h", 3'600'000'000'000},
                                     {"m", 60'000'000'000},
                                     {"s", 1'000'000'000},
                                     {"ms", 1'000'000},
                                     {"us", 1'000}}};

constexpr double max_nanoseconds = 10'000.0 * 86'400e9;

/// `10 s`, and anything else that is a duration without its spaces.
std::optional<std::string> without_spaces(std::string_view text) {
  std::string closed(text);
  std::erase(closed, ' ');
  if (closed.size() == text.size() || !parse_duration(closed)) return std::nullopt;
  return closed;
}

Error not_a_duration(std::string_view text, std::string_view why) {
  return {"\"" + std::string(text) + "\" " + std::string(why) +
          "; write a number and a unit, such as 500ms, 10s, 5m or 1h"};
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto unit_at = text.find_first_not_of("0123456789.");
  if (unit_at == 0 || text.empty()) return not_a_duration(text, "is not a duration");
  if (unit_at == std::string_view::npos) return not_a_duration(text, "lacks a unit");

  const auto number = number_from<double>(text.substr(0, unit_at), std::chars_format::fixed);
  if (!number) return not_a_duration(text, "is not a duration");

  const std::string_view unit_name = text.substr(unit_at);
  for (const Unit& unit : units) {
    if (unit.name != unit_name) continue;
    const double nanoseconds = *number * static_cast<double>(unit.nanoseconds);
    if (nanoseconds > max_nanoseconds) return not_a_duration(text, "is longer than 10000 days");
    return Duration{static_cast<std::int64_t>(std::llround(nanoseconds))};
  }
  if (const auto meant = without_spaces(text)) {
    return Error{"\"" + std::string(text) + "\" contains a space; write " + *meant};
  }
  return not_a_duration(text, "has the unknown unit \"" + std::string(unit_name) + "\"");
}

std::string format_duration(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  for (const Unit& unit : units) {
    if (count % unit.nanoseconds == 0) {
      return std::to_string(count / unit.nanoseconds) + std::string(unit.name);
    }
  }
  // Less than a microsecond remains: decimal microseconds, without trailing zeros.
  std::string text = std::to_string(static_cast<double>(count) / 1e3);
  text.erase(text.find_last_not_of('0') + 1);
  return text + "us";
}

std::string sentence_duration(Duration duration) {
  struct Step {
    std::int64_t seconds;
    const char* name;
  };
  static constexpr std::array<Step, 4> steps{
      {{86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}}};
  std::int64_t left = std::chrono::floor<std::chrono::seconds>(duration).count();
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    if (left < steps[i].seconds) continue;
    std::string text = std::to_string(left / steps[i].seconds) + steps[i].name;
    const std::int64_t rest = left % steps[i].seconds / steps[i + 1].seconds;
    if (rest > 0) text += " " + std::to_string(rest) + steps[i + 1].name;
    return text;
  }
  return std::to_string(left) + " s";
}

}  // namespace peeringd
