#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <vector>

#include "base/duration.hpp"
#include "config/load_config.hpp"
#include "connection/source_choice.hpp"
#include "connection/target.hpp"
#include "daemon/commands.hpp"

namespace peeringd {
namespace {

using Row = std::array<std::string, 8>;

std::string source_text(const SourceChoice& choice) {
  if (!choice.source) return "not probed: " + choice.problem;
  return choice.source->address.to_string() + " on " + choice.interface;
}

Row row_of(const Config& config, const Target& target, const LocalNetwork& network) {
  const ProbeConfig& probe = probe_of(config, target);
  const EndpointConfig& endpoint = endpoint_of(config, target);
  return {connection_of(config, target).name,
          prefix_of(config, target).label,
          endpoint.name,
          probe.label,
          endpoint.host,
          format_duration(probe.interval),
          format_duration(probe.timeout),
          source_text(choose_source(prefix_of(config, target), network))};
}

void print(const std::vector<Row>& rows) {
  std::array<std::size_t, Row{}.size()> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      line += fmt::format("{:<{}}  ", row[i], widths[i]);
    }
    std::cout << line << row.back() << '\n';
  }
}

}  // namespace

int targets_command(const std::filesystem::path& config_file) {
  try {
    const Config config = load_config(config_file).config;
    const auto network = read_local_network();
    if (!network) {
      std::cerr << "the host's addresses are not to be had: " << network.error().message << '\n';
      return exit_cannot_start;
    }
    std::vector<Row> rows{
        {"CONNECTION", "PREFIX", "ENDPOINT", "PROBE", "HOST", "INTERVAL", "TIMEOUT", "FROM"}};
    for (const Target& target : expand_targets(config)) {
      rows.push_back(row_of(config, target, *network));
    }
    print(rows);
    return exit_success;
  } catch (const ConfigError& error) {
    std::cerr << error.what() << '\n';
    return exit_bad_configuration;
  }
}

}  // namespace peeringd
