// Options that several commands share, and those of probe and config. Others: import_options,
// overview_options, report_options; options of a line or two: command_line.cpp. What a function
// adds to a command is written to the objects that it is given, which must outlive the command.
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "daemon/commands/commands.hpp"
#include "log/log.hpp"

namespace peeringd {

/// The option is allowed before the command and after it.
CLI::Option* add_config_option(CLI::App& command, std::string& file);

void add_variables_option(CLI::App& command, std::string& file);
void add_site_option(CLI::App& command, std::string& site);

/// Options, not keys: the log also reports errors of the configuration. log_level_of() and
/// log_format_of() read the words.
void add_log_options(CLI::App& command, std::string& level, std::string& format);

void add_selection_options(CLI::App& command, Selection& selection);
void add_probe_options(CLI::App& command, ProbeArgs& args);

/// The action of `config`: `show` is the only one so far.
void add_show_argument(CLI::App& command);

/// The word must be one that add_log_options() accepts.
log::Level log_level_of(const std::string& word);
log::Format log_format_of(const std::string& word);

}  // namespace peeringd
