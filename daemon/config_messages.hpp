// What is wrong or doubtful with the configuration, on standard error: in plain lines for people,
// lines of the log where a program reads that.
#pragma once

#include <string_view>

#include "config/load_config.hpp"

namespace peeringd {

/// Each error in a line, as ConfigError::what().
void print_errors(const ConfigError& error);

/// Each line of `text` as an error of the log.
void log_error_lines(std::string_view text);

/// One that no place belongs to, in a line.
void print_error(const std::string& message);

/// In a line, with "warning: " in front.
void print_warning(const Diagnostic& warning);

}  // namespace peeringd
