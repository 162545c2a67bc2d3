#include "daemon/history_set_up.hpp"

#include <cstdlib>
#include <string>

#include "daemon/commands/commands.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_finish = 5s;

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::optional<std::filesystem::path> history_folder(const HistoryConfig& config) {
  if (!config.path.empty()) return config.path;
  const std::string of_service = environment("STATE_DIRECTORY");  // `StateDirectory=a b`: `A:B`
  if (!of_service.empty()) return of_service.substr(0, of_service.find(':'));
  const std::filesystem::path of_user = environment("XDG_STATE_HOME");
  if (of_user.is_absolute()) return of_user / "peeringd";
  return std::nullopt;
}

std::optional<HistoryOptions> history_options(const HistoryConfig& config) {
  if (!config.on) {
    log::info("history: off");
    return std::nullopt;
  }
  const auto folder = history_folder(config);
  if (!folder) {
    log::info("history: off, because no folder is known; set history.path or XDG_STATE_HOME");
    return std::nullopt;
  }
  return HistoryOptions{
      .folder = *folder, .size = config.size, .keep = config.keep, .version = PEERINGD_VERSION};
}

void finish_history(History& history, std::shared_ptr<const Snapshot> last) {
  if (history.finish(std::move(last), longest_finish)) return;
  log::error("history: the disk does not respond; exiting without saving the last minutes");
  log::flush();
  std::_Exit(exit_success);
}

}  // namespace peeringd
