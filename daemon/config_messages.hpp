// What is wrong or doubtful with the configuration, on standard error: in plain lines for people,
// with priorities where the journal reads it.
#pragma once

#include "config/load_config.hpp"

namespace peeringd {

/// Each error in a line, as ConfigError::what().
void print_errors(const ConfigError& error);

/// In a line, with "warning: " in front.
void print_warning(const Diagnostic& warning);

}  // namespace peeringd
