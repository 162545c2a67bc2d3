#include "report/status_line.hpp"

#include <fmt/format.h>

#include "model/config.hpp"

namespace peeringd {
namespace {

// The first connection with this result, and the number of the others.
std::string connections_with(TestResult result, const AlertReport& report) {
  std::string first;
  std::size_t more = 0;
  for (const auto& [connection, status] : report.connections) {
    if (status.overall.result != result) continue;
    if (first.empty()) {
      first = report.config->connections[connection].name;
    } else {
      ++more;
    }
  }
  return more == 0 ? first : fmt::format("{}, {} more", first, more);
}

std::string worst(const AlertReport& report) {
  TestResult result = TestResult::pass;
  for (const auto& [connection, status] : report.connections) {
    result = worst_of(result, status.overall.result);
  }
  if (result == TestResult::pass) return std::string(name_of(result));
  return fmt::format("{} ({})", name_of(result), connections_with(result, report));
}

}  // namespace

std::string status_line(std::size_t connections, std::size_t targets, const AlertReport* report,
                        bool reload_refused) {
  std::string line = fmt::format("connections: {}, targets: {}", connections, targets);
  if (report != nullptr && !report->connections.empty()) line += ", worst: " + worst(*report);
  if (reload_refused) line += "; the last reload failed, see the log";
  return line;
}

}  // namespace peeringd
