#include <exception>
#include <iostream>

#include "base/free_memory.hpp"
#include "daemon/commands/command_line.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/process_set_up.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

int dispatch(const CommandLine& line) {
  switch (line.command) {
    case CommandLine::Command::run:
      return run_command(line.config);
    case CommandLine::Command::check:
      return check_command(line.config, line.quiet);
    case CommandLine::Command::targets:
      return targets_command(line.config, line.targets);
    case CommandLine::Command::config_show:
      return config_show_command(line.config);
    case CommandLine::Command::status:
      return status_command(line.config, line.status);
    case CommandLine::Command::report:
      return report_command(line.config, line.report);
    case CommandLine::Command::import_files:
      return import_command(line.config, line.import_args);
    case CommandLine::Command::overview:
      return overview_command(line.overview);
    case CommandLine::Command::version:
      return version_command(line.json);
    case CommandLine::Command::probe:
      return probe_command(line.config, line.probe);
  }
  return exit_usage;
}

// Output cut short by a full disk is not a success.
int check_output(int exit_code) {
  if (std::cout.flush()) return exit_code;
  log::error("cannot write all output to standard output");
  return exit_code == exit_success ? exit_failed : exit_code;
}

}  // namespace
}  // namespace peeringd

int main(int argc, char** argv) {
  using namespace peeringd;
  open_standard_descriptors();
  abort_when_out_of_memory();
  return_large_blocks();
  try {
    int exit_code = exit_success;
    const auto line = read_command_line(argc, argv, exit_code);
    if (!line) return check_output(exit_code);
    log::set_level(line->log_level);
    log::set_format(line->log_format);
    return check_output(dispatch(*line));
  } catch (const std::exception& error) {
    log::error("fatal error: {}", error.what());
    return exit_failed;
  }
}
