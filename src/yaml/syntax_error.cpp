#include "yaml/syntax_error.hpp"

#include <yaml-cpp/exceptions.h>

#include <algorithm>

#include "base/text.hpp"
#include "yaml/bracket_error.hpp"
#include "yaml/odd_characters.hpp"

namespace peeringd {
namespace {

using Explanation = std::optional<SyntaxError>;

/// yaml-cpp 0.8 names the anchor after the words.
bool is_about(const std::string& message, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return message.starts_with(word); });
}

/// A character that only looks like a space, a quote or a dash: in the line or one of the two
/// above.
Explanation pasted_character(const YamlLines& lines, std::size_t number) {
  std::optional<std::size_t> at = number;
  for (int looked_at = 0; at && looked_at < 3; ++looked_at, at = lines.content_above(*at)) {
    if (const auto odd = find_odd_character(lines.line(*at))) {
      return SyntaxError{{*at, odd->at}, odd->message};
    }
  }
  return {};
}

Explanation tab_for_spaces(const YamlLines& lines, std::size_t number) {
  std::optional<std::size_t> at = number;
  for (int looked_at = 0; at && looked_at < 2; ++looked_at, at = lines.content_above(*at)) {
    const auto first = lines.line(*at).find_first_not_of(" -");
    if (first != std::string_view::npos && lines.line(*at)[first] == '\t') {
      return SyntaxError{{*at, first}, "indented with a tab; use spaces"};
    }
  }
  return {};
}

/// The quote that opens the unclosed text: the first one after the last value.
Explanation unclosed_quote(const YamlLines& lines, const ParserState& state) {
  if (state.message != YAML::ErrorMsg::EOF_IN_SCALAR &&
      state.message != YAML::ErrorMsg::DOC_IN_SCALAR) {
    return {};
  }
  TextPlace place = state.place;
  for (std::size_t number = state.last_value.line; number <= state.place.line; ++number) {
    const std::size_t from = number == state.last_value.line ? state.last_value.column : 0;
    const auto quote = lines.line(number).find_first_of("\"'", from);
    if (quote == std::string_view::npos) continue;
    place = {number, quote};
    break;
  }
  return SyntaxError{place, "a quoted text has no closing quote"};
}

/// A character with a special meaning to YAML at the beginning of a value.
Explanation special_beginning(const YamlLines& lines, const ParserState& state) {
  const std::string_view line = lines.line(state.place.line);
  const char c = state.place.column < line.size() ? line[state.place.column] : '\0';
  if (state.message == YAML::ErrorMsg::UNKNOWN_TOKEN && c != '\0') {
    return SyntaxError{state.place,
                       "a text cannot begin with " + std::string(1, c) + "; put it in quotes"};
  }
  if (is_about(state.message, {YAML::ErrorMsg::UNKNOWN_ANCHOR, YAML::ErrorMsg::ALIAS_NOT_FOUND,
                               YAML::ErrorMsg::CHAR_IN_ALIAS})) {
    return SyntaxError{state.place,
                       "* at the beginning of a value stands for an anchor of YAML (&name), and "
                       "no anchor has this name; put a text that begins with * in quotes"};
  }
  if (is_about(state.message, {YAML::ErrorMsg::ANCHOR_NOT_FOUND, YAML::ErrorMsg::CHAR_IN_ANCHOR})) {
    return SyntaxError{state.place,
                       "& at the beginning of a value makes an anchor of YAML (&name); put a text "
                       "that begins with & in quotes"};
  }
  if (state.message.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
    return SyntaxError{
        state.place,
        "in double quotes \\ begins an escape, and this is not a valid one; write single quotes, "
        "which leave \\ as it is"};
  }
  return {};
}

std::string levels_around(std::size_t column, const std::vector<YamlLines::Level>& levels) {
  std::optional<std::size_t> below;
  std::optional<std::size_t> above;
  for (const YamlLines::Level& level : levels) {
    if (level.column < column) below = level.column;
    if (level.column > column && !above) above = level.column;
  }
  if (!below) return counted(*above, "space");
  return above ? std::to_string(*below) + " or " + counted(*above, "space")
               : counted(*below, "space");
}

/// The line begins in a column in which nothing can begin.
Explanation wrong_indentation(const YamlLines& lines, std::size_t number) {
  const std::string_view line = lines.line(number);
  const auto above = lines.content_above(number);
  const auto levels = lines.levels_above(number);
  if (!above || levels.empty() || line.find_first_not_of(' ') == std::string_view::npos) return {};
  const std::size_t column = indentation_of(line);
  const TextPlace place{number, column};
  const std::string_view line_above = without_items(lines.line(*above));
  const bool has_value = !line_above.ends_with(':') && !line_above.empty();
  if (column > levels.back().column) {
    if (!has_value || !colon_of_key(line_above)) return {};
    return SyntaxError{place, "is indented by " + counted(column, "space") +
                                  ", deeper than the key in line " + std::to_string(*above + 1) +
                                  ", which already has a value; write " +
                                  counted(levels.back().column, "space")};
  }
  const auto level = std::find_if(levels.begin(), levels.end(), [&](const YamlLines::Level& item) {
    return item.column == column;
  });
  if (level == levels.end()) {
    return SyntaxError{place, "is indented by " + counted(column, "space") +
                                  ", which matches no line above; write " +
                                  levels_around(column, levels)};
  }
  if (level->item && !begins_item(line)) {
    return SyntaxError{place,
                       "is indented like the items of a list, but has no -; indent it as "
                       "the key of the same map"};
  }
  if (!level->item && begins_item(line) && has_value) {
    return SyntaxError{place,
                       "is an item of a list among the keys of a map; a list has a key of its "
                       "own, or begins further to the left"};
  }
  return {};
}

/// `name:x`, or a key without a colon, in the line above: the parser took it for a longer text.
Explanation broken_key_above(const YamlLines& lines, std::size_t number) {
  const auto above = lines.content_above(number);
  if (!above) return {};
  const std::string_view line = lines.line(*above);
  const std::string_view content = without_items(line);
  if (content.empty() || content.find_first_of("\"'[{") == 0 || colon_of_key(content)) return {};
  const std::size_t begin = static_cast<std::size_t>(content.data() - line.data());
  const auto colon = content.find(':');
  if (colon == std::string_view::npos) {
    return SyntaxError{{*above, begin}, "lacks a colon after the key"};
  }
  return SyntaxError{{*above, begin + colon}, "lacks a space after the colon of the key"};
}

/// `name:x` or `location:{` in the line: the colon of a key without a space after it.
Explanation colon_without_space(const YamlLines& lines, std::size_t number) {
  constexpr std::string_view letters_of_keys = "abcdefghijklmnopqrstuvwxyz_";
  const std::string_view line = lines.line(number);
  const std::string_view content = without_items(line);
  const auto colon = content.find_first_not_of(letters_of_keys);
  if (colon == 0 || colon == std::string_view::npos || content[colon] != ':') return {};
  const char behind = colon + 1 < content.size() ? content[colon + 1] : ' ';
  if (behind == ' ' || behind == '/') return {};  // fine, or a URL
  const auto begin = static_cast<std::size_t>(content.data() - line.data());
  return SyntaxError{{number, begin + colon}, "lacks a space after the colon of the key"};
}

Explanation colon_without_space_near(const YamlLines& lines, std::size_t number) {
  if (auto explanation = colon_without_space(lines, number)) return explanation;
  const auto above = lines.content_above(number);
  return above ? colon_without_space(lines, *above) : std::nullopt;
}

Explanation second_colon(const YamlLines& lines, std::size_t number) {
  const std::string_view line = lines.line(number);
  const auto first = colon_of_key(line);
  const auto second = first ? colon_of_key(line, *first + 1) : std::nullopt;
  if (!second) return {};
  const auto value = line.find_first_not_of(' ', *first + 1);
  if (is_address_with_final_colon(line.substr(value, *second + 1 - value))) {
    return SyntaxError{{number, value}, std::string(address_needs_quotes)};
  }
  return SyntaxError{{number, *second},
                     "a second colon in the line, with a space after it; put the text after the "
                     "first one in quotes, or write one key per line"};
}

Explanation text_behind_quote(const YamlLines& lines, const TextPlace& place) {
  const std::string_view before = lines.line(place.line).substr(0, place.column);
  const auto last = before.find_last_not_of(' ');
  const bool behind = last != std::string_view::npos && last > 0 &&
                      (before[last] == '"' || before[last] == '\'') &&
                      before.find(before[last]) != last;
  if (!behind) return {};
  return SyntaxError{place, "follows the closing quote of a text; put the whole text in quotes"};
}

/// Where keys, items and their indentation do not fit together.
Explanation broken_block(const YamlLines& lines, const ParserState& state) {
  if (!is_about(state.message,
                {YAML::ErrorMsg::MAP_VALUE, YAML::ErrorMsg::MAP_KEY, YAML::ErrorMsg::END_OF_MAP,
                 YAML::ErrorMsg::END_OF_SEQ, YAML::ErrorMsg::BLOCK_ENTRY})) {
    return {};
  }
  const std::size_t number = state.place.line;
  if (auto explanation = text_behind_quote(lines, state.place)) return explanation;
  if (auto explanation = wrong_indentation(lines, number)) return explanation;
  if (state.message == YAML::ErrorMsg::BLOCK_ENTRY) {
    return SyntaxError{state.place, "the items of a list (-) begin on a line of their own"};
  }
  if (auto explanation = colon_without_space_near(lines, number)) return explanation;
  if (auto explanation = second_colon(lines, number)) return explanation;
  if (auto explanation = broken_key_above(lines, number)) return explanation;
  return {};
}

}  // namespace

SyntaxError explain_syntax_error(std::string_view text, const ParserState& state) {
  const YamlLines lines(text);
  const std::size_t number = state.place.line;
  if (auto explanation = unclosed_quote(lines, state)) return *explanation;
  if (auto explanation = pasted_character(lines, number)) return *explanation;
  if (auto explanation = tab_for_spaces(lines, number)) return *explanation;
  if (auto explanation = explain_brackets(lines, state)) return *explanation;
  if (auto explanation = special_beginning(lines, state)) return *explanation;
  if (auto explanation = broken_block(lines, state)) return *explanation;
  return {state.place, state.message};
}

std::optional<SyntaxError> explain_second_document(std::string_view text, const TextPlace& place) {
  const YamlLines lines(text);
  const std::string_view line = lines.line(place.line);
  if (line.starts_with("---") || line.starts_with("...")) return {};
  return wrong_indentation(lines, place.line);
}

}  // namespace peeringd
