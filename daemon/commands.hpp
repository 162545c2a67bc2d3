// The commands of the program, one file each. They print to standard output and standard error, and
// return the exit code.
#pragma once

#include <cstdint>

#include "connection/selection.hpp"
#include "daemon/config_order.hpp"

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
int run_command(const ConfigOrder& config);

/// Reports all errors in the configuration of every site, and unless it is to be quiet the warnings
/// and a summary.
int check_command(const ConfigOrder& config, bool quiet);

/// Prints the values that are in force on this host, and the place that each comes from.
int config_show_command(const ConfigOrder& config);

struct TargetsOrder {
  Selection selection;
  bool json = false;
};

/// Shows what would be probed, and from where on this host. Sends nothing.
int targets_command(const ConfigOrder& config, const TargetsOrder& order);

/// Prints the version, and the commit that it was built from if that is known.
int version_command(bool json);

struct ProbeOrder {
  Selection selection;
  std::uint64_t count = 5;  ///< probes of each target
  bool json = false;
};

/// Runs the configured probes now and prints what they found: exit_success only when every target
/// was answered, else exit_unanswered.
int probe_command(const ConfigOrder& config, const ProbeOrder& order);

}  // namespace peeringd
