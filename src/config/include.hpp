// Which files the main file includes.
#pragma once

#include <filesystem>
#include <vector>

#include "config/node.hpp"

namespace peeringd {

/// `node` is the value of `include` in `main_file`, whose folder the paths are relative to.
/// Wildcards (* ? []) stand for the visible files of one folder. In the order of `include`,
/// matches sorted by name. Reports what is missing and what is there twice.
std::vector<std::filesystem::path> find_included(const Node& node,
                                                 const std::filesystem::path& main_file);

}  // namespace peeringd
