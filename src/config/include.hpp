// Which files the main file includes.
#pragma once

#include <filesystem>
#include <vector>

#include "yaml/node.hpp"

namespace peeringd {

struct IncludedFile {
  std::filesystem::path path;
  Node item;  ///< of `include`, that names it
};

/// `node` is the value of `include` in `main_file`, whose folder the paths are relative to.
/// Wildcards (* ? []) stand for the visible files of one folder. In the order of `include`,
/// matches sorted by name. Reports missing and duplicate files; warns about a pattern without
/// matches.
std::vector<IncludedFile> find_included(const Node& node, const std::filesystem::path& main_file);

}  // namespace peeringd
