#include <iostream>

#include "config/load_config.hpp"
#include "daemon/commands.hpp"
#include "report/prometheus_rules.hpp"

namespace peeringd {

int rules_command(const std::filesystem::path& config_file) {
  try {
    std::cout << prometheus_rules(load_config(config_file).config);
    return exit_success;
  } catch (const ConfigError& error) {
    std::cerr << error.what() << '\n';
    return exit_bad_configuration;
  }
}

}  // namespace peeringd
