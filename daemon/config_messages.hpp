// What is wrong or doubtful with the configuration, on standard error: in plain lines for people,
// lines of the log where a program reads that.
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

/// One that no place belongs to, in a line.
void print_error(const std::string& message);

/// Each in a line, with "warning: " in front, in the order of files and lines.
void print_warnings(std::vector<Diagnostic> warnings);

}  // namespace peeringd
