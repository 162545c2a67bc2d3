// The lines of a document that is not valid YAML, to guess what its writer meant. Knows neither
// quotes nor block scalars; used only after the parser has refused the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peeringd {

/// Line and column from 0, in bytes.
struct TextPlace {
  std::size_t line = 0;
  std::size_t column = 0;
};

class YamlLines {
 public:
  explicit YamlLines(std::string_view text);

  /// Without its line end; empty after the last line.
  std::string_view line(std::size_t number) const;

  /// The next line above `number` that has more than spaces and a comment.
  std::optional<std::size_t> content_above(std::size_t number) const;

  /// Where keys and list items begin that the line `number` may go on with, by its indentation
  /// alone: the columns of the lines above that are still open, rising.
  struct Level {
    std::size_t column = 0;
    bool item = false;  ///< a `-` is there, else a key
  };
  std::vector<Level> levels_above(std::size_t number) const;

 private:
  std::vector<std::string_view> lines_;
};

/// The number of spaces at the beginning of a line.
std::size_t indentation_of(std::string_view line);

/// Whether the line begins with the `-` of a list's item.
bool begins_item(std::string_view line);

/// The line without the `- ` that it begins with.
std::string_view without_items(std::string_view line);

/// The position of the colon after a key: a space or the end of the line follows it.
std::optional<std::size_t> colon_of_key(std::string_view line, std::size_t from = 0);

}  // namespace peeringd
