// Command-line options that select the configuration.
#pragma once

#include <filesystem>
#include <string>

#include "config/load_config.hpp"

namespace peeringd {

struct ConfigArgs {
  std::filesystem::path file;
  std::string site{};                 ///< of --site; empty: not given
  std::filesystem::path variables{};  ///< of --env: a file in place of the environment; else empty
};

/// The variables of the environment, which nobody may change during a lookup.
Variables::Lookup variables_of_process();

/// How to read it. The site is that of --site, else of PEERINGD_SITE, else of the file. Throws
/// ConfigError where the file of variables cannot be read. The options read the environment, which
/// nobody may change during the call.
LoadOptions load_options(const ConfigArgs& args);

}  // namespace peeringd
