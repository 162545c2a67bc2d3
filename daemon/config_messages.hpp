// Prints errors and warnings about the configuration to standard error: as plain lines for people,
// or as log lines if a program reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/load_config.hpp"

namespace peeringd {

/// Each error in a line, as ConfigError::what(), and unless `quiet` the warnings among them, in the
/// order of files and lines.
void print_errors(const ConfigError& error, bool quiet = false);

/// Each line of `text` as an error of the log.
void log_error_lines(std::string_view text);

/// An error without a place, in one line.
void print_error(const std::string& message);

/// Each in a line, with "warning: " in front, in the order of files and lines.
void print_warnings(std::vector<Diagnostic> warnings);

}  // namespace peeringd
