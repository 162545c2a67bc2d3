#include "daemon/state_file.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "assessment/persistent_state_text.hpp"
#include "base/finish_within.hpp"
#include "base/regular_file.hpp"
#include "base/replace_file.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/history_set_up.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Duration rewrite_after = 10min;
constexpr Duration rewrite_addresses_after = 1h;
constexpr Duration longest_look_again = 1min;
constexpr Duration longest_state_write = 5s;
constexpr std::size_t max_bytes = 64U << 20U;

std::filesystem::path state_path(const std::filesystem::path& folder) {
  return folder / "state";
}

void remove_file(const std::filesystem::path& path) {
  std::error_code ignored;  // the file exists only if a state was written
  std::filesystem::remove(path, ignored);
}

// The wall time at which an outage began varies as the clock is adjusted, and each lookup that
// finds the same address has a time of its own.
PersistentState without_times(PersistentState state) {
  for (LastingOutage& outage : state.outages) outage.since = {};
  for (KnownAddress& known : state.addresses) known.answered_at = {};
  return state;
}

}  // namespace

StateFile::StateFile(const HistoryConfig& config, const Clock& clock)
    : folder_(history_folder(config)), clock_(clock) {}

StateFile::~StateFile() {
  thread_.join();
}

PersistentState StateFile::read() const {
  if (!folder_) return {};
  const std::filesystem::path path = state_path(*folder_);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  const auto text = read_regular_file(path, max_bytes);
  auto state = text ? state_from(*text, clock_.wall()) : std::nullopt;
  if (state) return *std::move(state);
  log::warning("state: {}: {}; earlier outages and announced maintenance are unknown",
               path.string(), text ? "not written by this program" : text.error().message);
  return {};
}

void StateFile::note(const Assessment& assessment) {
  move_to(history_folder(assessment.config().history));
  PersistentState state = persistent_state_of(assessment);
  const MonotonicTime now = clock_.now();
  if (!looked_at_ || now - *looked_at_ >= look_again_after_) {
    if (looked_at_) look_again_after_ = std::min(2 * look_again_after_, longest_look_again);
    looked_at_ = now;
    state.addresses = known_addresses_of(assessment);
  } else {
    state.addresses = last_.addresses;
  }
  const auto written_before = [&](Duration age) {
    return written_at_ && now - *written_at_ >= age;
  };
  const bool aged = (!state.outages.empty() && written_before(rewrite_after)) ||
                    (!state.addresses.empty() && written_before(rewrite_addresses_after));
  if (written_at_ && !aged && without_times(state) == without_times(last_)) return;
  last_ = std::move(state);
  written_at_ = now;
  if (!folder_) return;
  boost::asio::post(thread_, [this, folder = *folder_, state = last_] { write(folder, state); });
}

void StateFile::move_to(std::optional<std::filesystem::path> folder) {
  if (folder == folder_) return;
  // The state of the old folder would be out of date once the history returns there.
  if (folder_) boost::asio::post(thread_, [path = state_path(*folder_)] { remove_file(path); });
  folder_ = std::move(folder);
  written_at_.reset();
}

void StateFile::write(const std::filesystem::path& folder, const PersistentState& state) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto done = replace_file(state_path(folder), persistent_state_text(state, clock_.wall()));
  if (!done && !failing_) {
    log::warning("state: {}; outages and announced maintenance will be lost at a restart",
                 done.error().message);
  }
  failing_ = !done;
}

bool StateFile::finish(Duration patience) {
  if (!written_at_ || !folder_) return true;
  return finish_within(thread_, patience, [this] { write(*folder_, last_); });
}

void finish_state_file(StateFile& file) {
  if (file.finish(longest_state_write)) return;
  log::error("state: the disk does not respond; exiting without saving the last state");
  log::flush();
  std::_Exit(exit_success);
}

}  // namespace peeringd
