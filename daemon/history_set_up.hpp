// Where the history is, and how it is kept.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "history/history.hpp"
#include "model/history_config.hpp"

namespace peeringd {

/// The folder of the configuration; else systemd's STATE_DIRECTORY (`StateDirectory=`); else
/// `peeringd` in XDG_STATE_HOME, if that is an absolute path. None if none of these is set.
std::optional<std::filesystem::path> history_folder(const HistoryConfig& config);

/// None if the history is off, or has no folder; the log says so.
std::optional<HistoryOptions> history_options(const HistoryConfig& config);

/// Writes what there is. If that takes longer than the service manager would wait, the process
/// ends here, since a thread that hangs in the kernel cannot be ended.
void finish_history(History& history, std::shared_ptr<const Snapshot> last);

}  // namespace peeringd
