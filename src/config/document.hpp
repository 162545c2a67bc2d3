// A configuration file as the root of its YAML document.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "yaml/node.hpp"

namespace peeringd {

/// Reads and parses the main file `path`, and reports why that did not work; an empty one does not.
/// The file is known as `path` to `diagnostics`. A file with none of `keys` at its top, even
/// mistyped, belongs to another program and may contain its secrets: no message quotes it.
std::optional<Node> read_document(const std::filesystem::path& path,
                                  std::span<const std::string_view> keys, Diagnostics& diagnostics);

/// The same of a file that `included_by` names, where a file that cannot be read is reported. Without
/// `keys`, the top may have any. An empty file, or one of comments only, gives nothing and is no
/// error. Its size is taken from `bytes_left`; a file that is larger than that is an error.
std::optional<Node> read_included_document(const std::filesystem::path& path,
                                           std::span<const std::string_view> keys,
                                           const Node& included_by, std::size_t& bytes_left);

}  // namespace peeringd
