#include "daemon/commands/command_options.hpp"

#include <CLI/CLI.hpp>
#include <map>
#include <string_view>
#include <vector>

#include "base/suggestion.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

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

// May be given several times, with one value each.
void add_names_option(CLI::App& command, const char* name, std::vector<std::string>& names,
                      const char* help, const char* type) {
  command.add_option(name, names, help)->type_name(type)->expected(1)->take_all();
}

}  // namespace

CLI::Option* add_config_option(CLI::App& command, std::string& file) {
  return command.add_option("-c,--config", file, "The main configuration file")
      ->type_name("FILE")
      ->capture_default_str();
}

void add_variables_option(CLI::App& command, std::string& file) {
  command
      .add_option(
          "--env", file,
          "Read variables only from this file of NAME=VALUE lines, not from the environment")
      ->type_name("FILE");
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

void add_log_options(CLI::App& command, std::string& level, std::string& format) {
  command
      .add_option("--log-level", level,
                  "Minimum severity of log messages: debug, info, warning, error")
      ->type_name("LEVEL")
      ->check(one_of(levels))
      ->capture_default_str();
  command.add_option("--log-format", format, "Format of log lines: text, logfmt, json")
      ->type_name("FORMAT")
      ->check(one_of(formats))
      ->capture_default_str();
}

void add_selection_options(CLI::App& command, Selection& selection) {
  add_names_option(command, "--connection", selection.connections,
                   "Only this connection; a name or a pattern like 'sea*'; may be repeated",
                   "NAME");
  add_names_option(command, "--prefix", selection.prefixes,
                   "Only this prefix; a prefix or a pattern like '203.0.*'; may be repeated",
                   "PREFIX");
  add_names_option(command, "--endpoint", selection.endpoints,
                   "Only this endpoint; a name or a pattern like 'teams*'; may be repeated",
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

void add_show_argument(CLI::App& command) {
  command.add_option("ACTION", "Action: show")
      ->required()
      ->type_name("show")
      ->check([](const std::string& word) {
        return word == "show" ? std::string()
                              : in_quotes(word) + " is not an action; the only one is show";
      });
}

log::Level log_level_of(const std::string& word) {
  return levels.at(word);
}

log::Format log_format_of(const std::string& word) {
  return formats.at(word);
}

}  // namespace peeringd
