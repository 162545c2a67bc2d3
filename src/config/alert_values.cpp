#include "config/alert_values.hpp"

#include <array>

#include "base/number_from.hpp"
#include "base/percentage.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

std::optional<double> parse_number(std::string_view text) {
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  return number_from<double>(text, std::chars_format::fixed);
}

/// A number without its sign: one up to 1 may have been meant as a ratio.
Error lacks_sign(std::string_view text, double number) {
  const std::string as_percentage = std::string(text) + "%";
  if (number > 1)
    return {in_quotes(text) + " lacks a percent sign; did you mean " + as_percentage + "?"};
  return {in_quotes(text) + " lacks a percent sign; did you mean " + as_percentage +
          "? (As a ratio it would be " + format_percentage(number) + ".)"};
}

}  // namespace

Result<double> parse_percentage(std::string_view text) {
  const bool has_sign = text.ends_with('%');
  const auto number = parse_number(text.substr(0, text.size() - (has_sign ? 1 : 0)));
  if (!number) return Error{in_quotes(text) + " is not a percentage; write one like 0.1%"};
  if (!has_sign) return lacks_sign(text, *number);
  return *number / 100;
}

Result<std::optional<Severity>> parse_severity(std::string_view text) {
  constexpr std::array<std::string_view, 3> words{"warning", "critical", "off"};
  if (text == words[0]) return std::optional{Severity::warning};
  if (text == words[1]) return std::optional{Severity::critical};
  if (text == words[2]) return std::optional<Severity>{};
  const std::string suggestion = did_you_mean(text, words);
  return Error{in_quotes(text) + " is not a severity" +
               (suggestion.empty() ? "; write warning, critical or off" : suggestion)};
}

}  // namespace peeringd
