#include <iostream>

#include "config/load_config.hpp"
#include "connection/target.hpp"
#include "daemon/commands.hpp"
#include "daemon/config_messages.hpp"

namespace peeringd {

int check_command(const std::filesystem::path& config_file) {
  try {
    const LoadedConfig loaded = load_config(config_file);
    for (const Diagnostic& warning : loaded.warnings) print_warning(warning);
    std::cout << config_file.string()
              << ": correct; connections: " << loaded.config.connections.size()
              << ", targets: " << expand_targets(loaded.config).size() << '\n';
    return exit_success;
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd
