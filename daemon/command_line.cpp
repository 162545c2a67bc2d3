#include "daemon/command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "daemon/commands.hpp"
#include "daemon/import_options.hpp"
#include "daemon/overview_options.hpp"
#include "daemon/unknown_words.hpp"

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

const std::map<std::string, log::Level> levels{{"debug", log::Level::debug},
                                               {"info", log::Level::info},
                                               {"warning", log::Level::warning},
                                               {"error", log::Level::error}};

const std::map<std::string, log::Format> formats{
    {"text", log::Format::text}, {"logfmt", log::Format::logfmt}, {"json", log::Format::json}};

// The library's message would lack a suggestion.
template <typename Value>
CLI::Validator one_of(const std::map<std::string, Value>& values) {
  return {[&values](const std::string& word) {
            std::vector<std::string_view> names;
            for (const auto& [name, value] : values) names.push_back(name);
            if (values.contains(word)) return std::string();
            return in_quotes(word) + " is not one of " + enumerated(names) +
                   did_you_mean(word, names);
          },
          ""};
}

void add_variables_option(CLI::App& command, std::string& file) {
  command
      .add_option(
          "--env", file,
          "Read variables only from this file of NAME=VALUE lines, not from the environment")
      ->type_name("FILE");
}

// An option, not a key: the log also reports errors of the configuration.
void add_log_options(CLI::App& run, std::string& level, std::string& format) {
  run.add_option("--log-level", level,
                 "Minimum severity of log messages: debug, info, warning, error")
      ->type_name("LEVEL")
      ->check(one_of(levels))
      ->capture_default_str();
  run.add_option("--log-format", format, "Format of log lines: text, logfmt, json")
      ->type_name("FORMAT")
      ->check(one_of(formats))
      ->capture_default_str();
}

// May be given several times, with one value each.
void add_names_option(CLI::App& command, const char* name, std::vector<std::string>& names,
                      const char* help, const char* type) {
  command.add_option(name, names, help)->type_name(type)->expected(1)->take_all();
}

void add_selection_options(CLI::App& command, Selection& selection) {
  add_names_option(command, "--connection", selection.connections,
                   "Only this connection; a name or a pattern like 'sea*'; may be repeated",
                   "NAME");
  add_names_option(command, "--prefix", selection.prefixes,
                   "Only this prefix, or those of a pattern like '203.0.*'; may be repeated",
                   "PREFIX");
  add_names_option(command, "--endpoint", selection.endpoints,
                   "Only this endpoint, or those of a pattern like 'teams*'; may be repeated",
                   "NAME");
}

void add_probe_options(CLI::App& command, ProbeArgs& args) {
  CLI::Option* from =
      command
          .add_option("--from", args.from,
                      "Probe the HOSTs from this address, without any configuration")
          ->type_name("ADDRESS");
  CLI::Option* hosts =
      command.add_option("HOST", args.hosts, "Name or address; only with --from")->type_name("");
  from->needs(hosts);
  add_selection_options(command, args.selection);
  CLI::Option* count =
      command.add_option("--count", args.count, "Number of probes per target, about one a second")
          ->type_name("N")
          ->check(CLI::Range(1, 1000))
          ->capture_default_str();
  command
      .add_flag(
          "--watch", args.watch,
          "Probe until Ctrl-C and print the results every two seconds, with the latency of the "
          "last minute")
      ->excludes(count);
  command.add_flag("--json", args.json, "Print one JSON document instead of a table");
}

// The option is allowed before the command and after it.
CLI::Option* add_config_option(CLI::App& command, std::string& file) {
  return command.add_option("-c,--config", file, "The main configuration file")
      ->type_name("FILE")
      ->capture_default_str();
}

void add_report_options(CLI::App& command, ReportArgs& args) {
  add_names_option(command, "--connection", args.connections,
                   "Only this connection; may be repeated", "NAME");
  command.add_option("--window", args.window, "Time range ending now: 6h, 7d, 30d, 1y")
      ->type_name("DURATION")
      ->check([](const std::string& text) {
        return is_report_window(text) ? std::string()
                                      : in_quotes(text) + " is not a duration like 7d";
      })
      ->capture_default_str();
  CLI::Option* csv = command.add_flag("--csv", args.csv, "Print CSV, one line per prefix");
  command.add_flag("--json", args.json, "Print one JSON document instead of text")->excludes(csv);
  command.add_option("--url", args.url, "The daemon's address, like http://127.0.0.1:8075")
      ->type_name("URL");
}

// `show` is the only action so far.
void add_show_argument(CLI::App& command) {
  command.add_option("ACTION", "Action: show")
      ->required()
      ->type_name("show")
      ->check([](const std::string& word) {
        return word == "show" ? std::string()
                              : in_quotes(word) + " is not an action; the only one is show";
      });
}

void add_site_option(CLI::App& command, std::string& site) {
  command
      .add_option("--site", site,
                  "The site of this host: uses its connections and those without a site")
      ->type_name("NAME")
      ->check([](const std::string& name) {
        return name.empty() ? std::string("the name of a site is missing") : std::string();
      });
}

CLI::App* add_command(CLI::App& app, const char* name, const char* help, std::string& file) {
  CLI::App* command = app.add_subcommand(name, help);
  add_config_option(*command, file);
  return command;
}

// Prints --help and --version; explains any other error on standard error.
int end(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  const std::string unknown = explain_unknown_words(app);
  std::cerr << (unknown.empty() ? error.what() : unknown) << "\nRun with --help for more.\n";
  return exit_usage;
}

}  // namespace

std::optional<CommandLine> read_command_line(int argc, const char* const* argv, int& exit_code) {
  CLI::App app(description, "peeringd");
  app.set_version_flag("--version", "peeringd " PEERINGD_VERSION);
  app.require_subcommand(1);

  std::string file = default_config_file;
  std::string file_before = default_config_file;
  const CLI::Option* before = add_config_option(app, file_before);
  CommandLine line;
  std::string variables;
  std::string level = "info";
  std::string format = "text";
  CLI::App* run = add_command(app, "run", "Send probes and serve the metrics until SIGTERM", file);
  add_log_options(*run, level, format);
  CLI::App* check = add_command(app, "check", "Validate the configuration and exit", file);
  CLI::App* targets =
      add_command(app, "targets", "List the targets and their source addresses, and exit", file);
  check->add_flag("-q,--quiet", line.quiet, "Print errors only");
  for (CLI::App* command : {check, targets}) add_variables_option(*command, variables);
  CLI::App* probe =
      add_command(app, "probe", "Probe each target a few times, print the results, and exit", file);
  add_probe_options(*probe, line.probe);
  add_selection_options(*targets, line.targets.selection);
  targets->add_flag("--json", line.targets.json, "Print one JSON document instead of tables");
  CLI::App* config = add_command(
      app, "config", "Print the effective configuration, and where each value comes from", file);
  add_show_argument(*config);
  add_variables_option(*config, variables);
  for (CLI::App* command : {run, check, targets, probe, config}) {
    add_site_option(*command, line.config.site);
  }
  CLI::App* import_files = app.add_subcommand(
      "import", "Convert JSON from Azure or Microsoft 365 to a configuration file, and exit");
  add_config_option(*import_files, file);
  add_import_options(*import_files, line.import_args);
  CLI::App* status = add_command(
      app, "status",
      "Show the state of all connections from the running daemon, worst first, and exit", file);
  status->add_option("--url", line.status.url, "The daemon's address, like http://127.0.0.1:8075")
      ->type_name("URL");
  status->add_flag("--watch", line.status.watch, "Refresh every two seconds, until Ctrl-C");
  CLI::App* report =
      add_command(app, "report",
                  "Show latency, loss and availability over a time range (default: 7 "
                  "days) from the running daemon, and exit",
                  file);
  add_report_options(*report, line.report);
  CLI::App* overview = app.add_subcommand(
      "overview", "Serve the web UI for all branches, from a central store, until SIGTERM");
  add_overview_options(*overview, line.overview);
  add_log_options(*overview, level, format);
  CLI::App* version = app.add_subcommand("version", "Print the version and the commit, and exit");
  version->add_flag("--json", line.json, "Print one JSON document");

  app.footer(std::string(tour) + exit_codes);  // after its commands, which would inherit it

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = end(app, error);
    return std::nullopt;
  }
  const CLI::App& given = *app.get_subcommands().front();
  const bool after = &given != version && &given != overview && given.count("--config") > 0;
  if (const auto wrong = contradiction_in(*import_files, line.import_args);
      import_files->parsed() && !wrong.empty()) {
    std::cerr << wrong << '\n';
    exit_code = exit_usage;
    return std::nullopt;
  }
  if (before->count() > 0 && after) {
    std::cerr << "--config is given twice: before and after the command\n";
    exit_code = exit_usage;
    return std::nullopt;
  }
  if (!line.probe.hosts.empty() && line.probe.from.empty()) {
    std::cerr << "unexpected argument " << in_quotes(line.probe.hosts.front())
              << " after probe; use --from ADDRESS to probe a host, or -c FILE for a configuration "
                 "file\n";
    exit_code = exit_usage;
    return std::nullopt;
  }
  line.config.file = before->count() > 0 ? file_before : file;
  line.config.variables = variables;
  line.log_level = levels.at(level);
  line.log_format = formats.at(format);
  line.command = run->parsed()            ? CommandLine::Command::run
                 : check->parsed()        ? CommandLine::Command::check
                 : targets->parsed()      ? CommandLine::Command::targets
                 : version->parsed()      ? CommandLine::Command::version
                 : status->parsed()       ? CommandLine::Command::status
                 : report->parsed()       ? CommandLine::Command::report
                 : overview->parsed()     ? CommandLine::Command::overview
                 : import_files->parsed() ? CommandLine::Command::import_files
                 : config->parsed()       ? CommandLine::Command::config_show
                                          : CommandLine::Command::probe;
  return line;
}

}  // namespace peeringd
