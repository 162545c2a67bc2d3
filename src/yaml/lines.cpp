#include "yaml/lines.hpp"

#include <algorithm>

namespace peeringd {
namespace {

bool has_content(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] != '#';
}

/// Whether the `-` at `column` begins an item: a space or nothing follows it.
bool item_at(std::string_view line, std::size_t column) {
  return column < line.size() && line[column] == '-' &&
         (column + 1 == line.size() || line[column + 1] == ' ');
}

}  // namespace

YamlLines::YamlLines(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines_.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

std::string_view YamlLines::line(std::size_t number) const {
  return number < lines_.size() ? lines_[number] : std::string_view();
}

std::optional<std::size_t> YamlLines::content_above(std::size_t number) const {
  for (std::size_t above = std::min(number, lines_.size()); above > 0; --above) {
    if (has_content(lines_[above - 1])) return above - 1;
  }
  return std::nullopt;
}

std::vector<YamlLines::Level> YamlLines::levels_above(std::size_t number) const {
  std::vector<Level> levels;
  for (std::size_t above = 0; above < std::min(number, lines_.size()); ++above) {
    const std::string_view line = lines_[above];
    if (!has_content(line)) continue;
    std::size_t column = indentation_of(line);
    while (!levels.empty() && levels.back().column >= column) levels.pop_back();
    while (item_at(line, column)) {
      levels.push_back({column, true});
      column = line.find_first_not_of(' ', column + 1);
      if (column == std::string_view::npos) break;
    }
    if (column != std::string_view::npos) levels.push_back({column, false});
  }
  return levels;
}

std::size_t indentation_of(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? line.size() : first;
}

bool begins_item(std::string_view line) {
  return item_at(line, indentation_of(line));
}

std::string_view without_items(std::string_view line) {
  line.remove_prefix(indentation_of(line));
  while (item_at(line, 0)) {
    line.remove_prefix(1);
    line.remove_prefix(indentation_of(line));
  }
  return line;
}

std::optional<std::size_t> colon_of_key(std::string_view line, std::size_t from) {
  for (auto at = line.find(':', from); at != std::string_view::npos; at = line.find(':', at + 1)) {
    if (at + 1 == line.size() || line[at + 1] == ' ' || line[at + 1] == '\t') return at;
  }
  return std::nullopt;
}

}  // namespace peeringd
