// The files of a configuration: the sections of the main file, and the lists that it and the files
// that it includes have. Their values are read elsewhere.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "yaml/node.hpp"

namespace peeringd {

/// What every file may have.
struct ConfigLists {
  std::optional<Node> endpoints;
  std::optional<Node> connections;
};

/// What only the main file may have.
struct ConfigSections {
  std::optional<Node> site;
  std::optional<Node> web;
  std::optional<Node> probing;
  std::optional<Node> egress;
  std::optional<Node> alerts;
  std::optional<Node> history;
  std::optional<Node> routes;
  std::optional<Node> service_tags;
  std::optional<Node> include;
  std::optional<Node> overlays;
};

struct ConfigFiles {
  std::vector<ConfigLists> lists;  ///< of all files, the main file's first
  ConfigSections sections;
  bool complete = true;  ///< false when an included file could not be read
};

/// The root of the main file; none if it cannot be read, which is reported.
std::optional<Node> read_main_file(const std::filesystem::path& file, Diagnostics& diagnostics);

/// Reads the files that the main file, `file` with `root`, includes. Reports unknown keys at the
/// top of each file.
ConfigFiles read_config_files(const Node& root, const std::filesystem::path& file);

}  // namespace peeringd
