// Prints errors and warnings about the configuration to standard error: as lines that editors parse
// (`file:line:column: error: message`), or as log lines if a log collector reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/load_config.hpp"

namespace peeringd {

/// Prints each error in a line and, unless `quiet`, each warning, in the order of files and lines.
void print_errors(const ConfigError& error, bool quiet = false);

/// Logs each line of `text` as an error.
void log_error_lines(std::string_view text);

/// Prints one error in a line.
void print_error(const Diagnostic& error);

/// Prints each warning in a line, in the order of files and lines.
void print_warnings(std::vector<Diagnostic> warnings);

}  // namespace peeringd
