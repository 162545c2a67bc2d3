#include "daemon/config_messages.hpp"

#include <iostream>

#include "log/journal.hpp"
#include "log/log.hpp"

namespace peeringd {

void print_errors(const ConfigError& error) {
  if (!log::to_journal()) {
    std::cerr << error.what() << '\n';
    return;
  }
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    log::error("{}", diagnostic.to_string());
  }
}

void print_warning(const Diagnostic& warning) {
  if (log::to_journal()) {
    log::warning("{}", warning.to_string());
  } else {
    std::cerr << "warning: " << warning.to_string() << '\n';
  }
}

}  // namespace peeringd
