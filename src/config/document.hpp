// A configuration file as the root of its YAML document.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "config/node.hpp"

namespace peeringd {

/// Reads and parses `path`, and reports why that did not work. The file is known as `path` to
/// `diagnostics`. What has none of `keys` at its top, even mistyped, is another program's file,
/// maybe with its secrets: nothing of it is quoted.
std::optional<Node> read_document(const std::filesystem::path& path,
                                  std::span<const std::string_view> keys, Diagnostics& diagnostics);

}  // namespace peeringd
