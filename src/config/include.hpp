// Reads the key `include`: the files that the main file includes.
#pragma once

#include <filesystem>
#include <vector>

#include "yaml/node.hpp"

namespace peeringd {

struct IncludedFile {
  std::filesystem::path path;
  Node item;  ///< the entry of `include` that names the file
};

/// `node` is the value of `include` in `main_file`; paths are relative to the folder of that file.
/// Wildcards (* ? []) match visible files of one folder. The result has the order of `include`;
/// matches of one pattern are sorted by name. Reports missing and duplicate files; warns about a
/// pattern without matches.
std::vector<IncludedFile> find_included(const Node& node, const std::filesystem::path& main_file);

}  // namespace peeringd
