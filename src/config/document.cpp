#include "config/document.hpp"

#include "config/text_file.hpp"
#include "config/words.hpp"
#include "config/yaml_parser.hpp"

namespace peeringd {
namespace {

bool is_meant(const YamlValue& key, std::span<const std::string_view> keys) {
  return key.kind == YamlValue::Kind::scalar && !nearest(key.text, keys).empty();
}

// The reader of the root reports what is no map, and an empty map that lacks its keys.
bool is_of_another_program(const YamlValue& root, std::span<const std::string_view> keys) {
  if (root.kind != YamlValue::Kind::map || root.children->empty()) return false;
  for (std::size_t i = 0; i < root.children->size(); i += 2) {
    if (is_meant((*root.children)[i], keys)) return false;
  }
  return true;
}

}  // namespace

std::optional<Node> read_document(const std::filesystem::path& path,
                                  std::span<const std::string_view> keys,
                                  Diagnostics& diagnostics) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  const std::size_t file = diagnostics.add_file(path.string());
  auto text = read_text_file(path);
  if (!text) {
    diagnostics.error({file, 0, 0}, {}, text.error().message);
    return std::nullopt;
  }
  if (text->starts_with(byte_order_mark)) text->erase(0, byte_order_mark.size());
  // Before yaml-cpp sees it: it replaces what is not UTF-8, and reads NUL as the end.
  if (const auto flaw = find_text_flaw(*text)) {
    diagnostics.error({file, flaw->line, flaw->column}, {},
                      "holds " + flaw->what + "; a configuration is a text file in UTF-8");
    return std::nullopt;
  }
  auto root = parse_yaml(*text, file, diagnostics);
  if (!root) return std::nullopt;
  if (is_of_another_program(*root, keys)) {
    diagnostics.error(
        {file, 0, 0}, {},
        "is no configuration of peeringd: it has none of the keys " + enumerated(keys));
    return std::nullopt;
  }
  const bool is_map = root->kind == YamlValue::Kind::map;
  const Node node(std::move(*root), {}, diagnostics);
  return is_map ? node : node.as_secret();
}

}  // namespace peeringd
