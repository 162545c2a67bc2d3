// The parsed command line.
#pragma once

#include <filesystem>
#include <optional>

#include "daemon/commands.hpp"
#include "log/log.hpp"

namespace peeringd {

struct CommandLine {
  enum class Command { run, check, targets, probe };
  Command command = Command::run;
  std::filesystem::path config_file;
  log::Level log_level = log::Level::info;
  log::Format log_format = log::Format::text;
  bool quiet = false;  ///< check: errors only
  ProbeOrder probe;
};

/// Parses the arguments. Returns none and sets `exit_code` if there is nothing to run: after --help
/// and --version, or after an error, which is printed to standard error.
std::optional<CommandLine> read_command_line(int argc, const char* const* argv, int& exit_code);

}  // namespace peeringd
