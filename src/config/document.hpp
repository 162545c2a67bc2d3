// A configuration file as the root of its YAML document.
#pragma once

#include <filesystem>
#include <optional>

#include "config/node.hpp"

namespace peeringd {

/// Reads and parses `path`, and reports why that did not work. The file is known as `path` to
/// `diagnostics`.
std::optional<Node> read_document(const std::filesystem::path& path, Diagnostics& diagnostics);

}  // namespace peeringd
