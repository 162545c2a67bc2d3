#include "config/document.hpp"

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "yaml/parser.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

bool is_meant(const YamlValue& key, std::span<const std::string_view> keys) {
  return key.kind == YamlValue::Kind::scalar && !nearest(key.text, keys).empty();
}

// The reader of the root reports what is no map, and an empty map that lacks its keys.
bool is_of_another_program(const YamlValue& root, std::span<const std::string_view> keys) {
  if (keys.empty() || root.kind != YamlValue::Kind::map || root.children->empty()) return false;
  for (std::size_t i = 0; i < root.children->size(); i += 2) {
    if (is_meant((*root.children)[i], keys)) return false;
  }
  return true;
}

/// The document in `text`, the contents of `file`.
std::optional<Node> parse_document(std::string text, std::size_t file,
                                   std::span<const std::string_view> keys,
                                   Diagnostics& diagnostics) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  // Before yaml-cpp sees it: it replaces what is not UTF-8, and reads NUL as the end.
  if (const auto flaw = find_text_flaw(text)) {
    diagnostics.error({file, flaw->line, flaw->column}, {},
                      "contains " + flaw->what + "; a configuration is a text file in UTF-8");
    return std::nullopt;
  }
  auto root = parse_yaml(text, file, diagnostics);
  if (!root) return std::nullopt;
  if (is_of_another_program(*root, keys)) {
    diagnostics.error(
        {file, 0, 0}, {},
        "is not a configuration of peeringd: it has none of the keys " + enumerated(keys));
    return std::nullopt;
  }
  const bool is_map = root->kind == YamlValue::Kind::map;
  const Node node(std::move(*root), {}, diagnostics);
  return is_map ? node : node.as_secret();
}

}  // namespace

std::optional<Node> read_document(const std::filesystem::path& path,
                                  std::span<const std::string_view> keys,
                                  Diagnostics& diagnostics) {
  const std::size_t file = diagnostics.add_file(path.string());
  auto text = read_text_file(path);
  if (!text) {
    diagnostics.error({file, 0, 0}, {}, text.error().message);
    return std::nullopt;
  }
  diagnostics.note_text(*text);
  auto root = parse_document(std::move(*text), file, keys, diagnostics);
  if (root && root->is_empty()) {
    diagnostics.error(
        {file, 0, 0}, {},
        "is empty, or contains only comments; endpoints and connections are required");
    return std::nullopt;
  }
  return root;
}

std::optional<Node> read_included_document(const std::filesystem::path& path,
                                           std::span<const std::string_view> keys,
                                           const Node& included_by, std::size_t& bytes_left) {
  Diagnostics& diagnostics = included_by.diagnostics();
  const std::size_t file = diagnostics.add_file(path.string());
  auto text = read_text_file(path);
  if (!text) {
    included_by.error(in_quotes(path.string()) + " " + text.error().message);
    return std::nullopt;
  }
  if (text->size() > bytes_left) {
    included_by.error("with " + in_quotes(path.string()) + " the included files have more than " +
                      std::to_string(max_included_bytes / 1024 / 1024) + " MiB together");
    return std::nullopt;
  }
  bytes_left -= text->size();
  diagnostics.note_text(*text);
  auto root = parse_document(std::move(*text), file, keys, diagnostics);
  if (root && root->is_empty()) return std::nullopt;
  return root;
}

}  // namespace peeringd
