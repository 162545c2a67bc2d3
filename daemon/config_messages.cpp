#include "daemon/config_messages.hpp"

#include <algorithm>
#include <iostream>

#include "log/log.hpp"

namespace peeringd {

namespace {

// Lines of the log have a level; plain lines name their severity as compilers do.
bool belongs_in_log() {
  return log::to_journal() || log::format() != log::Format::text;
}

void print_warning(const Diagnostic& warning) {
  if (belongs_in_log()) {
    log::warning("{}", warning.to_string());
  } else {
    std::cerr << warning.to_string("warning") << '\n';
  }
}

bool is_before(const Diagnostic& a, const Diagnostic& b) {
  return a.is_before(b);
}

}  // namespace

void print_error(const Diagnostic& error) {
  if (belongs_in_log()) {
    log::error("{}", error.to_string());
  } else {
    std::cerr << error.to_string("error") << '\n';
  }
}

void print_errors(const ConfigError& error, bool quiet) {
  auto warning = quiet ? error.warnings().end() : error.warnings().begin();
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    while (warning != error.warnings().end() && warning->is_before(diagnostic)) {
      print_warning(*warning++);
    }
    print_error(diagnostic);
  }
  std::for_each(warning, error.warnings().end(), print_warning);
}

void log_error_lines(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    log::error("{}", text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

void print_warnings(std::vector<Diagnostic> warnings) {
  std::stable_sort(warnings.begin(), warnings.end(), is_before);
  std::for_each(warnings.begin(), warnings.end(), print_warning);
}

}  // namespace peeringd
