#include "daemon/config_messages.hpp"

#include <iostream>

#include "base/printable.hpp"
#include "log/log.hpp"

namespace peeringd {

namespace {

// Plain lines are for people at a terminal; not for those who read the log by a program.
bool belongs_in_log() {
  return log::to_journal() || log::format() != log::Format::text;
}

}  // namespace

void print_error(const std::string& message) {
  if (belongs_in_log()) {
    log::error("{}", message);
  } else {
    std::cerr << printable(message) << '\n';
  }
}

void print_errors(const ConfigError& error, bool quiet) {
  if (!quiet) print_warnings(error.warnings());
  for (const Diagnostic& diagnostic : error.diagnostics()) print_error(diagnostic.to_string());
}

void log_error_lines(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    log::error("{}", text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

void print_warnings(const std::vector<Diagnostic>& warnings) {
  for (const Diagnostic& warning : warnings) {
    if (belongs_in_log()) {
      log::warning("{}", warning.to_string());
    } else {
      std::cerr << "warning: " << warning.to_string() << '\n';
    }
  }
}

}  // namespace peeringd
