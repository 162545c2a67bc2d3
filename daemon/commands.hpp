// The commands of the program, one file each. They print to standard output and standard error, and
// return the exit code.
#pragma once

#include <cstdint>
#include <filesystem>

#include "connection/selection.hpp"

namespace peeringd {

/// What the exit codes mean; documented in --help and README.md.
enum ExitCode : int {
  exit_success = 0,
  exit_bad_configuration = 1,
  exit_usage = 2,
  exit_cannot_start = 3,
  exit_unanswered = 4,
};

/// Probes and serves until SIGTERM or SIGINT.
int run_command(const std::filesystem::path& config_file);

/// Says everything that is wrong with the configuration, and unless it is to be quiet what is
/// doubtful, and what is in it.
int check_command(const std::filesystem::path& config_file, bool quiet);

/// Shows what would be probed, and from where on this host, as a table. Sends nothing.
int targets_command(const std::filesystem::path& config_file);

struct ProbeOrder {
  Selection selection;
  std::uint64_t count = 5;  ///< probes of each target
  bool json = false;
};

/// Runs the configured probes now and prints what they found: exit_success only when every target
/// was answered, else exit_unanswered.
int probe_command(const std::filesystem::path& config_file, const ProbeOrder& order);

}  // namespace peeringd
