#include <iostream>

#include "config/load_config.hpp"
#include "connection/source_choice.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"
#include "net/read_local_network.hpp"
#include "report/targets_report.hpp"

namespace peeringd {

int targets_command(const ConfigArgs& from, const TargetsArgs& args) {
  try {
    const auto config = select(load_config(from.file, load_options(from)).config, args.selection);
    if (!config) {
      std::cerr << config.error().message << '\n';
      return exit_usage;
    }
    const auto network = read_local_network(network_query_for(*config));
    if (!network) {
      std::cerr << network.error().message << '\n';
      return exit_failed;
    }
    std::cout << (args.json ? targets_json(*config, *network) : targets_table(*config, *network));
    return exit_success;
  } catch (const ConfigError& error) {
    print_errors(error, /*quiet=*/true);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd
