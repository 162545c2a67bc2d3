// Which configuration a command is to work on.
#pragma once

#include <filesystem>
#include <string>

#include "config/load_config.hpp"

namespace peeringd {

/// As the command line says.
struct ConfigOrder {
  std::filesystem::path file;
  std::string site{};  ///< of --site; empty: not given
};

/// How to read it. The site is that of --site, else of PEERINGD_SITE, else of the file. Reads the
/// environment: before there are other threads.
LoadOptions load_options(const ConfigOrder& order);

}  // namespace peeringd
