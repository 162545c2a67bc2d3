// A value of a document with its path and the Diagnostics that its errors go to. A reader that
// fails has reported why; its caller continues with what it has, so that the user sees all errors
// at once. Variables in it are replaced; no message quotes their values, as those may be secrets.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "yaml/parser.hpp"

namespace peeringd {

/// The longest text in a document, in bytes.
inline constexpr std::size_t max_text_bytes = 256;

class Node {
 public:
  /// `diagnostics` must outlive the node.
  Node(YamlValue value, std::string path, Diagnostics& diagnostics)
      : value_(std::move(value)), path_(std::move(path)), diagnostics_(&diagnostics) {}

  /// As it is written, without variables.
  const YamlValue& value() const { return value_; }
  const Place& place() const { return value_.place; }
  const std::string& path() const { return path_; }
  Diagnostics& diagnostics() const { return *diagnostics_; }
  bool is_empty() const { return value_.kind == YamlValue::Kind::null; }
  bool is_list() const { return value_.kind == YamlValue::Kind::list; }
  bool is_map() const { return value_.kind == YamlValue::Kind::map; }
  /// Whether it is exactly this text, for words that may replace a map.
  bool is_text(std::string_view text) const {
    return value_.kind == YamlValue::Kind::scalar && value_.text == text;
  }

  /// The same node for a place where secrets belong: no message quotes its value, or a key in it
  /// except our own; the path has `…` instead. Holds for everything below it, too.
  Node as_secret() const;
  bool is_secret() const { return secret_; }

  /// An empty map in the place of this node, for values with a short form.
  Node as_empty_map() const;

  /// A map without entries and without a place.
  static Node empty_map(Diagnostics& diagnostics);

  void error(std::string message) const;
  void warning(std::string message) const;
  /// About the file as a whole.
  void file_error(std::string message) const;
  /// About `key`, which is missing or has no place of its own.
  void error_at_key(std::string_view key, std::string message) const;

  /// Reports `message` about `text`, a part of this node. If `text` contains a character that only
  /// looks like the intended one, reports that instead.
  void error_about(std::string_view text, std::string message) const;

  /// `expected a list of prefixes, found a map`.
  void wrong_kind(std::string_view expected) const;

  /// A scalar's text: neither empty nor longer than max_text_bytes, and printable. `expected`
  /// completes "expected …, found a list".
  std::optional<std::string> text(std::string_view expected) const;

  /// text() in the user's own language. Warns of a character at its ends that came with pasted
  /// text.
  std::optional<std::string> free_text(std::string_view expected) const;

  /// The text, as `parse_text(std::string_view) -> Result<T>` understands it.
  template <typename Parse>
  auto parse(std::string_view expected, Parse parse_text) const
      -> std::optional<typename decltype(parse_text(std::string_view()))::value_type> {
    const auto written = text(expected);
    if (!written) return std::nullopt;
    auto parsed = parse_text(*written);
    if (parsed) return std::move(*parsed);
    refuse(*written, expected, parsed.error().message);
    return std::nullopt;
  }

  /// A list's items, at least one. Nothing when it is not a list; an empty one is an error too.
  std::vector<Node> list(std::string_view expected) const;

  /// A map's keys and values as they are written, and those of the maps that it merges (`<<`, a map
  /// or a list of maps). A key of its own takes precedence over a merged one, and that of a map
  /// over those of the maps behind it. Reports duplicates and keys that are not texts, and leaves
  /// them out.
  struct Entry;
  std::vector<Entry> entries(std::string_view expected) const;

 private:
  Node child(const YamlValue& value, std::string path) const;
  /// The child as a key's value or a list's item, its variables replaced.
  Node value_child(const YamlValue& value, std::string path) const;
  void note_place(const YamlValue& value, const std::string& path) const;
  void replace_variables();
  struct Merging;
  void add_entries(const YamlValue& map, Merging& merging) const;
  void merge(const YamlValue& value, const Node& key, Merging& merging) const;
  std::string without_values_of_variables(std::string message) const;
  void refuse(std::string_view written, std::string_view expected, const std::string& why) const;
  std::string found(const YamlValue& value) const;
  std::string how_to_write_list() const;
  std::string path_to(std::string_view key) const;

  YamlValue value_;
  std::string path_;
  Diagnostics* diagnostics_;
  bool secret_ = false;
  std::shared_ptr<const std::string> written_;  // with variables, if some have been replaced
};

struct Node::Entry {
  std::string key;
  Node key_node;  ///< for errors about the key
  Node value;
};

}  // namespace peeringd
