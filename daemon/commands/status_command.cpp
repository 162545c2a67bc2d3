#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "daemon/commands/commands.hpp"
#include "daemon/commands/local_api.hpp"
#include "report/status_report.hpp"

namespace peeringd {
namespace {

constexpr std::chrono::seconds between_status_looks{2};
constexpr std::string_view clear_status_screen = "\x1b[H\x1b[2J";

bool is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

// https://no-color.org
bool wants_colour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  return is_terminal() && (no_colour == nullptr || *no_colour == '\0');
}

bool show(const ApiPlace& place, bool watch) {
  const auto document = get_from_api(place, "/api/v1/connections");
  const auto report =
      document ? status_report(*document, wants_colour()) : Result<std::string>(document.error());
  if (watch) std::cout << (is_terminal() ? clear_status_screen : "\n");
  if (report) {
    std::cout << *report << std::flush;
  } else {
    std::cerr << report.error().message << '\n';
  }
  return report.has_value();
}

}  // namespace

int status_command(const ConfigArgs& config, const StatusArgs& args) {
  return with_api(config, args.url, [&args](const ApiPlace& place) {
    bool shown = show(place, args.watch);
    while (args.watch && std::cout) {
      std::this_thread::sleep_for(between_status_looks);
      shown = show(place, args.watch);
    }
    return shown ? exit_success : exit_failed;
  });
}

}  // namespace peeringd
