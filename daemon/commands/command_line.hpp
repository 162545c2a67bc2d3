// The parsed command line.
#pragma once

#include <optional>

#include "daemon/commands/commands.hpp"
#include "log/log.hpp"

namespace peeringd {

struct CommandLine {
  enum class Command {
    run,
    check,
    targets,
    probe,
    config_show,
    import_files,
    status,
    report,
    overview,
    version
  };
  Command command = Command::run;
  ConfigArgs config;
  log::Level log_level = log::Level::info;
  log::Format log_format = log::Format::text;
  bool quiet = false;  ///< check: errors only
  TargetsArgs targets;
  ProbeArgs probe;
  StatusArgs status;
  ReportArgs report;
  ImportArgs import_args;
  OverviewArgs overview;
  bool json = false;  ///< version
};

/// Parses the arguments. Returns none and sets `exit_code` if there is nothing to run: after --help
/// and --version, or after an error, which is printed to standard error.
std::optional<CommandLine> read_command_line(int argc, const char* const* argv, int& exit_code);

}  // namespace peeringd
