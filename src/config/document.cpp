#include "config/document.hpp"

#include "config/text_file.hpp"
#include "config/yaml_parser.hpp"

namespace peeringd {

std::optional<Node> read_document(const std::filesystem::path& path, Diagnostics& diagnostics) {
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
  return Node(std::move(*root), {}, diagnostics);
}

}  // namespace peeringd
