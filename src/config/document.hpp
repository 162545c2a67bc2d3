// A configuration file as the root of its YAML document.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "yaml/node.hpp"

namespace peeringd {

/// Reads and parses the main file. Reports an error, with the name `path`, if that fails or the
/// file is empty. A file with none of `keys` at its top, not even misspelled ones, belongs to
/// another program and may contain its secrets: no message quotes it.
std::optional<Node> read_document(const std::filesystem::path& path,
                                  std::span<const std::string_view> keys, Diagnostics& diagnostics);

/// The same for a file that `included_by` names; a file that cannot be read is reported there.
/// Without `keys`, every key is allowed at the top. Nothing, and no error, if the file is empty or
/// contains only comments. Subtracts its size from `bytes_left`; a larger file is an error.
std::optional<Node> read_included_document(const std::filesystem::path& path,
                                           std::span<const std::string_view> keys,
                                           const Node& included_by, std::size_t& bytes_left);

}  // namespace peeringd
