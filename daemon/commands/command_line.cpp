#include "daemon/commands/command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <string>

#include "base/text.hpp"
#include "daemon/commands/command_options.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/import_options.hpp"
#include "daemon/commands/overview_options.hpp"
#include "daemon/commands/report_options.hpp"
#include "daemon/commands/unknown_words.hpp"

namespace peeringd {
namespace {

constexpr const char* description =
    "peeringd measures latency, loss and jitter from your prefixes to the Microsoft edge, for each "
    "of your Azure Peering Service connections, and exports them to Prometheus.";

constexpr const char* tour =
    "Start with:\n"
    "  peeringd check   -c FILE    validate the configuration\n"
    "  peeringd targets -c FILE    list the targets and their source addresses\n"
    "  peeringd probe   -c FILE    probe each target a few times and print the results\n"
    "  peeringd run     -c FILE    probe continuously and serve http://127.0.0.1:8075/metrics\n"
    "  peeringd status  -c FILE    show all connections of the running daemon, worst first\n\n";

constexpr const char* exit_codes =
    "Exit codes: 0 success, 1 invalid configuration or a difference (import --check),\n"
    "2 invalid command line,\n"
    "3 startup failed (address in use, no permission), the import failed, the daemon (status,\n"
    "report) or the store (overview --check) did not answer, or output could not be written,\n"
    "4 a target did not answer (probe).";

constexpr const char* default_config_file = "/etc/peeringd/peeringd.yaml";

// Prints --help and --version; explains any other error on standard error.
int end(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  const std::string unknown = explain_unknown_words(app);
  std::cerr << (unknown.empty() ? error.what() : unknown) << "\nRun with --help for more.\n";
  return exit_usage;
}

class CommandLineReader {
 public:
  CommandLineReader();
  std::optional<CommandLine> read(int argc, const char* const* argv, int& exit_code);

 private:
  using Command = CommandLine::Command;

  CLI::App& add(Command command, const char* name, const char* help);
  CLI::App& add_with_config(Command command, const char* name, const char* help);
  void add_run();
  void add_check();
  void add_targets();
  void add_probe();
  void add_config();
  void add_import();
  void add_status();
  void add_report();
  void add_overview();
  void add_version();
  bool has_config_twice(const CLI::App& given) const;
  std::string contradiction(const CLI::App& given) const;

  CLI::App app_{description, "peeringd"};
  std::map<const CLI::App*, Command> commands_;
  std::string file_before_ = default_config_file;
  const CLI::Option* before_ = nullptr;
  std::string file_ = default_config_file;  // behind the command
  std::string variables_;
  std::string level_ = "info";
  std::string format_ = "text";
  CommandLine line_;
};

// In the order of the help.
CommandLineReader::CommandLineReader() {
  app_.set_version_flag("--version", "peeringd " PEERINGD_VERSION);
  app_.require_subcommand(1);
  before_ = add_config_option(app_, file_before_);
  add_run();
  add_check();
  add_targets();
  add_probe();
  add_config();
  add_import();
  add_status();
  add_report();
  add_overview();
  add_version();
  app_.footer(std::string(tour) + exit_codes);  // after its commands, which would inherit it
}

CLI::App& CommandLineReader::add(Command command, const char* name, const char* help) {
  CLI::App& added = *app_.add_subcommand(name, help);
  commands_[&added] = command;
  return added;
}

CLI::App& CommandLineReader::add_with_config(Command command, const char* name, const char* help) {
  CLI::App& added = add(command, name, help);
  add_config_option(added, file_);
  return added;
}

void CommandLineReader::add_run() {
  CLI::App& run =
      add_with_config(Command::run, "run", "Send probes and serve the metrics until SIGTERM");
  add_log_options(run, level_, format_);
  add_site_option(run, line_.config.site);
}

void CommandLineReader::add_check() {
  CLI::App& check = add_with_config(Command::check, "check", "Validate the configuration and exit");
  check.add_flag("-q,--quiet", line_.quiet, "Print errors only");
  add_variables_option(check, variables_);
  add_site_option(check, line_.config.site);
}

void CommandLineReader::add_targets() {
  CLI::App& targets = add_with_config(Command::targets, "targets",
                                      "List the targets and their source addresses, and exit");
  add_variables_option(targets, variables_);
  add_selection_options(targets, line_.targets.selection);
  targets.add_flag("--json", line_.targets.json, "Print one JSON document instead of tables");
  add_site_option(targets, line_.config.site);
}

void CommandLineReader::add_probe() {
  CLI::App& probe = add_with_config(Command::probe, "probe",
                                    "Probe each target a few times, print the results, and exit");
  add_probe_options(probe, line_.probe);
  add_variables_option(probe, variables_);
  add_site_option(probe, line_.config.site);
}

void CommandLineReader::add_config() {
  CLI::App& config =
      add_with_config(Command::config_show, "config",
                      "Print the effective configuration, and where each value comes from");
  add_show_argument(config);
  add_variables_option(config, variables_);
  add_site_option(config, line_.config.site);
}

void CommandLineReader::add_import() {
  CLI::App& import_files =
      add_with_config(Command::import_files, "import",
                      "Convert JSON from Azure or Microsoft 365 to a configuration file, and exit");
  add_import_options(import_files, line_.import_args);
}

void CommandLineReader::add_status() {
  CLI::App& status = add_with_config(
      Command::status, "status",
      "Show the state of all connections from the running daemon, worst first, and exit");
  status.add_option("--url", line_.status.url, "The daemon's address, like http://127.0.0.1:8075")
      ->type_name("URL");
  add_variables_option(status, variables_);
  status.add_flag("--watch", line_.status.watch, "Refresh every two seconds, until Ctrl-C");
}

void CommandLineReader::add_report() {
  CLI::App& report = add_with_config(Command::report, "report",
                                     "Show latency, loss and availability over a time range "
                                     "(default: 7 days) from the running daemon, and exit");
  add_report_options(report, line_.report);
  add_variables_option(report, variables_);
}

void CommandLineReader::add_overview() {
  CLI::App& overview =
      add(Command::overview, "overview",
          "Serve the web UI for all branches, from a central store, until SIGTERM");
  add_overview_options(overview, line_.overview);
  add_log_options(overview, level_, format_);
}

void CommandLineReader::add_version() {
  CLI::App& version =
      add(Command::version, "version", "Print the version and the commit, and exit");
  version.add_flag("--json", line_.json, "Print one JSON document");
}

bool CommandLineReader::has_config_twice(const CLI::App& given) const {
  const CLI::Option* const after = given.get_option_no_throw("--config");
  return before_->count() > 0 && after != nullptr && after->count() > 0;
}

// What the library cannot check; empty if nothing is wrong.
std::string CommandLineReader::contradiction(const CLI::App& given) const {
  if (commands_.at(&given) == Command::import_files) {
    if (auto wrong = contradiction_in(given, line_.import_args); !wrong.empty()) return wrong;
  }
  if (has_config_twice(given)) return "--config is given twice: before and after the command";
  if (!line_.probe.hosts.empty() && line_.probe.from.empty()) {
    return "unexpected argument " + in_quotes(line_.probe.hosts.front()) +
           " after probe; use --from ADDRESS to probe a host, or -c FILE for a configuration file";
  }
  return {};
}

std::optional<CommandLine> CommandLineReader::read(int argc, const char* const* argv,
                                                   int& exit_code) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = end(app_, error);
    return std::nullopt;
  }
  const CLI::App& given = *app_.get_subcommands().front();
  if (const std::string wrong = contradiction(given); !wrong.empty()) {
    std::cerr << wrong << '\n';
    exit_code = exit_usage;
    return std::nullopt;
  }
  line_.command = commands_.at(&given);
  line_.config.file = before_->count() > 0 ? file_before_ : file_;
  line_.config.variables = variables_;
  line_.log_level = log_level_of(level_);
  line_.log_format = log_format_of(format_);
  return line_;
}

}  // namespace

std::optional<CommandLine> read_command_line(int argc, const char* const* argv, int& exit_code) {
  return CommandLineReader().read(argc, argv, exit_code);
}

}  // namespace peeringd
