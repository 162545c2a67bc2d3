#include "config/document.hpp"

#include "config/text_file.hpp"
#include "config/words.hpp"
#include "config/yaml_parser.hpp"

namespace peeringd {
namespace {

/// The document in `text`, the contents of `file`.
std::optional<Node> parse_document(std::string text, std::size_t file, Diagnostics& diagnostics) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  // Before yaml-cpp sees it: it replaces what is not UTF-8, and reads NUL as the end.
  if (const auto flaw = find_text_flaw(text)) {
    diagnostics.error({file, flaw->line, flaw->column}, {},
                      "holds " + flaw->what + "; a configuration is a text file in UTF-8");
    return std::nullopt;
  }
  auto root = parse_yaml(text, file, diagnostics);
  if (!root) return std::nullopt;
  return Node(std::move(*root), {}, diagnostics);
}

}  // namespace

std::optional<Node> read_document(const std::filesystem::path& path, Diagnostics& diagnostics) {
  const std::size_t file = diagnostics.add_file(path.string());
  auto text = read_text_file(path);
  if (!text) {
    diagnostics.error({file, 0, 0}, {}, text.error().message);
    return std::nullopt;
  }
  auto root = parse_document(std::move(*text), file, diagnostics);
  if (root && root->is_empty()) {
    diagnostics.error(
        {file, 0, 0}, {},
        "is empty, or holds nothing but comments; endpoints and connections are needed");
    return std::nullopt;
  }
  return root;
}

std::optional<Node> read_included_document(const std::filesystem::path& path,
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
  auto root = parse_document(std::move(*text), file, diagnostics);
  if (root && root->is_empty()) return std::nullopt;
  return root;
}

}  // namespace peeringd
