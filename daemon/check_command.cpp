#include <iostream>

#include "config/load_config.hpp"
#include "connection/target.hpp"
#include "daemon/commands.hpp"

namespace peeringd {

int check_command(const std::filesystem::path& config_file) {
  try {
    const LoadedConfig loaded = load_config(config_file);
    for (const Diagnostic& warning : loaded.warnings) {
      std::cerr << "warning: " << warning.to_string() << '\n';
    }
    std::cout << config_file.string()
              << ": correct; connections: " << loaded.config.connections.size()
              << ", targets: " << expand_targets(loaded.config).size() << '\n';
    return exit_success;
  } catch (const ConfigError& error) {
    std::cerr << error.what() << '\n';
    return exit_bad_configuration;
  }
}

}  // namespace peeringd
