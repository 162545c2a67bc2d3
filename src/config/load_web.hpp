// Reads the access rules of a page that has no other configuration: a YAML file with `web` alone,
// whose keys are those of a configuration.
#pragma once

#include <filesystem>
#include <vector>

#include "config/load_config.hpp"
#include "model/web_config.hpp"

namespace peeringd {

struct LoadedWeb {
  WebConfig web;
  bool has_listen = false;  ///< false: `web.listen` is the default
  std::vector<Diagnostic> warnings;
};

/// Throws ConfigError with all errors of the file. Names of files are relative to it. Blocks on the
/// file system.
LoadedWeb load_web(const std::filesystem::path& file, const Variables::Lookup& variables);

}  // namespace peeringd
