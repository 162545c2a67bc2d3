#include "yaml/bracket_error.hpp"

#include <yaml-cpp/exceptions.h>

namespace peeringd {
namespace {

using Explanation = std::optional<SyntaxError>;

/// Where a word in brackets begins that `is_wrong`, from the opening bracket to the place where the
/// parser gave up; words in quotes are none.
template <typename IsWrong>
std::optional<TextPlace> find_word(const YamlLines& lines, const ParserState& state,
                                   IsWrong is_wrong) {
  constexpr std::string_view ends = " ,[]{}";
  for (std::size_t number = state.opened->line; number <= state.place.line; ++number) {
    const std::string_view line = lines.line(number);
    char quote = '\0';
    bool at_begin = true;
    for (std::size_t at = number == state.opened->line ? state.opened->column : 0; at < line.size();
         ++at) {
      const char c = line[at];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (at_begin && is_wrong(line.substr(at))) {
        return TextPlace{number, at};
      }
      at_begin = ends.find(c) != std::string_view::npos;
    }
  }
  return std::nullopt;
}

bool begins_with_variable(std::string_view rest) {
  const std::string_view word = rest.substr(0, rest.find_first_of(" ,]"));
  return word.find("${") != std::string_view::npos && word.front() != '{' && word.front() != '[';
}

bool begins_with_address(std::string_view rest) {
  return is_address_with_final_colon(rest.substr(0, rest.find_first_of(" ,]}")));
}

}  // namespace

bool is_address_with_final_colon(std::string_view text) {
  constexpr std::string_view characters = "0123456789abcdefABCDEF:.";
  return text.size() > 2 && text.ends_with(':') && text.find("::") != std::string_view::npos &&
         text.find_first_not_of(characters) == std::string_view::npos;
}

std::optional<SyntaxError> explain_brackets(const YamlLines& lines, const ParserState& state) {
  if (state.message == YAML::ErrorMsg::FLOW_END) {
    return SyntaxError{state.place, "an unmatched closing bracket, or one of the wrong kind"};
  }
  const bool unclosed = state.message == YAML::ErrorMsg::END_OF_MAP_FLOW ||
                        state.message == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  if (!unclosed || !state.opened) return {};
  if (const auto place = find_word(lines, state, begins_with_variable)) {
    return SyntaxError{*place,
                       "within brackets, YAML takes the { of ${ for a map; put the value "
                       "in quotes"};
  }
  if (const auto place = find_word(lines, state, begins_with_address)) {
    return SyntaxError{*place, std::string(address_needs_quotes)};
  }
  const std::string_view line = lines.line(state.opened->line);
  const bool list = state.opened->column < line.size() && line[state.opened->column] == '[';
  return SyntaxError{*state.opened,
                     list ? "this [ has no closing ], or a comma is missing in the list"
                          : "this { has no closing }, or a comma is missing in the map"};
}

}  // namespace peeringd
