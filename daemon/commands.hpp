// The commands of the program, one file each. They print to standard output and standard error, and
// return the exit code.
#pragma once

#include <cstdint>
#include <filesystem>

#include "connection/selection.hpp"

namespace peeringd {

/// Exit codes of the program, as documented in --help and peeringd(8).
enum ExitCode : int {
  exit_success = 0,
  exit_bad_configuration = 1,
  exit_usage = 2,
  exit_cannot_start = 3,
  exit_unanswered = 4,
};

/// Probes and serves the metrics until SIGTERM or SIGINT.
int run_command(const std::filesystem::path& config_file);

/// Validates the configuration: prints all errors and, unless `quiet`, all warnings and a summary.
int check_command(const std::filesystem::path& config_file, bool quiet);

/// Prints a table of the targets and their source addresses on this host. Sends no probes.
int targets_command(const std::filesystem::path& config_file);

struct ProbeOrder {
  Selection selection;
  std::uint64_t count = 5;  ///< probes of each target
  bool json = false;
};

/// Probes each target `order.count` times and prints the results. Returns exit_success only if
/// every target answered, else exit_unanswered.
int probe_command(const std::filesystem::path& config_file, const ProbeOrder& order);

}  // namespace peeringd
