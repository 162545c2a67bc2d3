// Files of tests/data/config.
#pragma once

#include <filesystem>
#include <string>

#include "config/load_config.hpp"

namespace peeringd::test {

inline LoadedConfig load(const std::string& name) {
  return load_config(std::filesystem::path(PEERINGD_TEST_DATA) / "config" / name);
}

}  // namespace peeringd::test
