#include "config/variable_file.hpp"

#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

std::string_view without_spaces(std::string_view text) {
  constexpr std::string_view spaces = " \t\r";
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) + 1 - first);
}

std::string_view without_quotes(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

bool is_skipped(std::string_view line) {
  return line.empty() || line.front() == '#' || line.front() == ';';
}

}  // namespace

Result<VariableValues> parse_variables(std::string_view text) {
  VariableValues values;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = without_spaces(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (is_skipped(line)) continue;
    const auto sign = line.find('=');
    const std::string_view name = without_spaces(line.substr(0, sign));
    if (sign == std::string_view::npos || name.empty()) {
      return Error{"line " + std::to_string(number) + " is not NAME=VALUE"};
    }
    values[std::string(name)] = without_quotes(without_spaces(line.substr(sign + 1)));
  }
  return values;
}

Result<VariableValues> read_variables(const std::filesystem::path& file) {
  const auto text = read_text_file(file);
  if (!text) return text.error();
  return parse_variables(*text);
}

}  // namespace peeringd
