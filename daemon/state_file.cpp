#include "daemon/state_file.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include "assessment/addresses_text.hpp"
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
constexpr Duration repeat_after = 1min;
constexpr Duration longest_look_again = 1min;
constexpr Duration longest_state_write = 5s;
constexpr Duration clock_step = 1min;
constexpr std::size_t max_bytes = 64U << 20U;

std::filesystem::path state_path(const std::filesystem::path& folder) {
  return folder / "state";
}

std::filesystem::path addresses_path(const std::filesystem::path& folder) {
  return folder / "addresses";
}

void remove_file(const std::filesystem::path& path) {
  std::error_code ignored;  // the file exists only if it was written
  std::filesystem::remove(path, ignored);
}

// `parse` makes an optional of a text. None if there is no file, or no valid one.
template <typename Parse>
auto read_state(const std::filesystem::path& path, std::string_view lost, Parse parse)
    -> decltype(parse(std::string_view())) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  const auto text = read_regular_file(path, max_bytes);
  auto read = text ? parse(std::string_view(*text)) : std::nullopt;
  if (!read) {
    log::warning("state: {}: {}; {} are unknown", path.string(),
                 text ? "not written by this program" : text.error().message, lost);
  }
  return read;
}

// The wall time at which an outage began varies as the clock is adjusted.
PersistentState without_times(PersistentState state) {
  for (LastingOutage& outage : state.outages) outage.since = {};
  return state;
}

// The times in the file are wrong once the clock was set.
bool was_stepped(Instant before, Instant now) {
  return std::chrono::abs(now.wall - before.wall_of(now.monotonic)) > clock_step;
}

}  // namespace

StateFile::StateFile(const HistoryConfig& config, const Clock& clock)
    : folder_(history_folder(config)), clock_(clock) {}

StateFile::~StateFile() {
  thread_.join();
}

PersistentState StateFile::read() {
  if (!folder_) return {};
  const Instant now{clock_.now(), clock_.wall()};
  auto read = read_state(state_path(*folder_), "earlier outages and announced maintenance",
                         [&](std::string_view text) { return state_from(text, now.wall); });
  auto lines = read_state(addresses_path(*folder_),
                          "the last addresses of names, and which prefixes had a source,",
                          [&](std::string_view text) { return addresses_from(text, now.wall); });
  PersistentState state = read ? *std::move(read) : PersistentState{};
  if (lines) state.lines = *std::move(lines);
  addresses_.restore(state.lines.addresses, now);
  sources_.restore(state.lines.sources, now);
  return state;
}

void StateFile::note(std::shared_ptr<const Assessment> assessment) {
  assessment_ = std::move(assessment);
  move_to(history_folder(assessment_->config().history));
  const Instant now{clock_.now(), clock_.wall()};
  note_state(*assessment_, now);
  note_addresses(*assessment_, now);
}

void StateFile::note_state(const Assessment& assessment, Instant now) {
  PersistentState state = persistent_state_of(assessment);
  const bool aged = state_written_ && !state.outages.empty() &&
                    now.monotonic - state_written_->monotonic >= rewrite_after;
  const bool repeat = must_repeat(state_failure_, state_written_, now);
  if (state_written_ && !aged && !repeat && !was_stepped(*state_written_, now) &&
      without_times(state) == without_times(last_state_)) {
    return;
  }
  last_state_ = std::move(state);
  state_written_ = now;
  if (!folder_) return;
  boost::asio::post(thread_,
                    [this, folder = *folder_, state = last_state_] { write_state(folder, state); });
}

void StateFile::note_addresses(const Assessment& assessment, Instant now) {
  bool changed = false;
  if (!looked_at_ || now.monotonic - *looked_at_ >= look_again_after_) {
    if (looked_at_) look_again_after_ = std::min(2 * look_again_after_, longest_look_again);
    looked_at_ = now.monotonic;
    changed = addresses_.note(assessment);
    changed = sources_.note(assessment) || changed;
  }
  const bool empty = addresses_.empty() && sources_.empty();
  const bool aged = addresses_written_ && !empty &&
                    now.monotonic - addresses_written_->monotonic >= rewrite_addresses_after;
  const bool due = addresses_written_ ? aged || was_stepped(*addresses_written_, now) : !empty;
  const bool repeat = must_repeat(addresses_failure_, addresses_written_, now);
  if (!changed && !due && !repeat) return;
  addresses_written_ = now;
  if (!folder_) return;
  boost::asio::post(thread_, [this, folder = *folder_, known = known_at(now)] {
    write_addresses(folder, known);
  });
}

void StateFile::move_to(std::optional<std::filesystem::path> folder) {
  if (folder == folder_) return;
  // The state of the old folder would be out of date once the history returns there.
  if (folder_) {
    boost::asio::post(thread_, [folder = *folder_] {
      remove_file(state_path(folder));
      remove_file(addresses_path(folder));
    });
  }
  folder_ = std::move(folder);
  state_written_.reset();
  addresses_written_.reset();
}

// Only once for each failure, so that no writes pile up while the disk hangs.
bool StateFile::must_repeat(Failure& failure, const Written& written, Instant now) {
  return written && now.monotonic - written->monotonic >= repeat_after &&
         failure.repeat.exchange(false);
}

// Reports the first of several failures, and their end.
void StateFile::write_file(const std::filesystem::path& path, const std::string& text,
                           std::string_view lost, Failure& failure) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  const auto done = replace_file(path, text);
  failure.repeat = !done;
  if (std::exchange(failure.reported, !done) == !done) return;
  if (done) {
    log::info("state: {} is written again", path.string());
  } else {
    log::warning("state: {}; {} will be lost at a restart", done.error().message, lost);
  }
}

void StateFile::write_state(const std::filesystem::path& folder, const PersistentState& state) {
  write_file(state_path(folder), persistent_state_text(state, clock_.wall()),
             "outages and announced maintenance", state_failure_);
}

void StateFile::write_addresses(const std::filesystem::path& folder, const KnownLines& known) {
  write_file(addresses_path(folder), addresses_text(known),
             "the addresses of names, and which prefixes had a source,", addresses_failure_);
}

KnownLines StateFile::known_at(Instant now) const {
  return {addresses_.addresses(now), sources_.sources(now)};
}

bool StateFile::finish(Duration patience) {
  if (!assessment_ || !folder_) return true;
  addresses_.note(*assessment_);
  sources_.note(*assessment_);
  const bool with_addresses = addresses_written_ || !addresses_.empty() || !sources_.empty();
  return finish_within(thread_, patience,
                       [this, with_addresses, state = persistent_state_of(*assessment_),
                        known = known_at({clock_.now(), clock_.wall()})] {
                         write_state(*folder_, state);
                         if (with_addresses) write_addresses(*folder_, known);
                       });
}

void finish_state_file(StateFile& file) {
  if (file.finish(longest_state_write)) return;
  log::error("state: the disk does not respond; exiting without saving the last state");
  log::flush();
  std::_Exit(exit_success);
}

}  // namespace peeringd
