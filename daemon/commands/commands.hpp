// The commands of the program, one file each. They print to standard output and standard error, and
// return the exit code.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "connection/selection.hpp"
#include "daemon/commands/config_args.hpp"
#include "daemon/commands/import_args.hpp"
#include "daemon/commands/overview_args.hpp"
#include "daemon/commands/report_args.hpp"

namespace peeringd {

/// Exit codes of the program, as documented in --help and peeringd(8).
enum ExitCode : int {
  exit_success = 0,
  exit_bad_configuration = 1,
  exit_usage = 2,
  exit_failed = 3,  ///< startup or the import failed, no answer came, or output was not written
  exit_unanswered = 4,
};

/// Probes and serves the metrics until SIGTERM or SIGINT.
int run_command(const ConfigArgs& config);

/// Validates the configuration of every site: prints all errors and, unless `quiet`, all warnings
/// and a summary.
int check_command(const ConfigArgs& config, bool quiet);

/// Prints the values that are in force on this host, and the place that each comes from.
int config_show_command(const ConfigArgs& config);

struct TargetsArgs {
  Selection selection;
  bool json = false;
};

/// Prints the targets and their source addresses on this host. Sends no probes.
int targets_command(const ConfigArgs& config, const TargetsArgs& args);

struct StatusArgs {
  std::string url;     ///< of the daemon on this host; empty: as the configuration says
  bool watch = false;  ///< refresh every two seconds, until a signal
};

/// Prints the state of all connections, worst first, as reported by the daemon on this host.
int status_command(const ConfigArgs& config, const StatusArgs& args);

/// Prints latency, loss and availability of the last days from the history of the daemon that runs
/// on this host.
int report_command(const ConfigArgs& config, const ReportArgs& args);

/// Converts JSON of Azure or Microsoft 365 to a configuration file, or compares it with one.
/// Returns exit_bad_configuration if they differ, and exit_failed if a file cannot be
/// converted.
int import_command(const ConfigArgs& config, const ImportArgs& args);

/// Prints the version, and the commit that it was built from if that is known.
int version_command(bool json);

struct ProbeArgs {
  Selection selection;
  /// An address of this host: probes `hosts` from it, without any configuration. Else empty.
  std::string from;
  std::vector<std::string> hosts;
  std::uint64_t count = 5;  ///< probes of each target
  bool watch = false;       ///< probe until interrupted and print the results again and again
  bool json = false;
};

/// Probes each target `args.count` times, or until SIGINT or SIGTERM, and prints the results.
/// Returns exit_success only if every target answered, else exit_unanswered.
int probe_command(const ConfigArgs& config, const ProbeArgs& args);

/// Serves the page for all branches with the data of a store until SIGTERM or SIGINT; or asks it
/// once.
int overview_command(const OverviewArgs& args);

}  // namespace peeringd
