#include "daemon/config_messages.hpp"

#include <iostream>

#include "log/journal.hpp"
#include "log/log.hpp"

namespace peeringd {

void print_error(const std::string& message) {
  if (log::to_journal()) {
    log::error("{}", message);
  } else {
    std::cerr << message << '\n';
  }
}

void print_errors(const ConfigError& error) {
  for (const Diagnostic& diagnostic : error.diagnostics()) print_error(diagnostic.to_string());
}

void log_error_lines(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    log::error("{}", text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
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
