#include "history/history_upkeep.hpp"

#include <algorithm>
#include <string>
#include <system_error>

namespace peeringd {
namespace {

// The number of pages that one step returns to the file system.
constexpr std::uint64_t vacuum_pages = 256;

// SQLite writes its log into the file once it has this many pages, and shortens it to this size
// then. One transaction may exceed it, for which the other half of the reserve is.
void limit_log(Database& database, std::uint64_t size) {
  constexpr std::uint64_t page = 8192;
  constexpr std::uint64_t max_pages = 1000;  // SQLite's default
  constexpr std::uint64_t max_bytes = 4 << 20;
  const std::uint64_t bytes = log_reserve(size) / 2;
  // 0 would switch it off.
  const std::uint64_t pages = std::clamp<std::uint64_t>(bytes / page, 1, max_pages);
  database.run("PRAGMA wal_autocheckpoint = " + std::to_string(pages));
  database.run("PRAGMA journal_size_limit = " + std::to_string(std::min(max_bytes, bytes)));
}

std::uint64_t available_on_disk(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? 0 : space.available;
}

Moment before_by(Moment now, Duration age) {
  return now - std::chrono::floor<std::chrono::seconds>(age);
}

// A full disk is no error of these steps: limit_size() makes room, and so does the next write.
StoreResult<bool> nothing_if_full(StoreResult<bool> worked) {
  if (!worked && worked.error().fault == Fault::full) return false;
  return worked;
}

}  // namespace

void HistoryUpkeep::begin(OpenHistory& history) {
  const std::int64_t last = history.file.database().number("SELECT max(ends) FROM run");
  time_.emplace(last > 0 ? std::optional(WallTime{std::chrono::seconds{last}}) : std::nullopt);
  incident_search_.reset();
  limits_ = {options_.size.value_or(
                 default_size(available_on_disk(options_.folder), history.file.bytes())),
             options_.disk_reserve};
  limit_log(history.file.database(), limits_.size);
}

StoreResult<bool> HistoryUpkeep::do_some(OpenHistory& history, Moment now) {
  for (const auto step : {&HistoryUpkeep::roll_up, &HistoryUpkeep::drop_aged, &HistoryUpkeep::seal,
                          &HistoryUpkeep::search_incidents}) {
    auto more = (this->*step)(history, now);
    if (!more || *more) return more;
  }
  return limit_size(history, now);
}

StoreResult<bool> HistoryUpkeep::roll_up(OpenHistory& history, Moment now) {
  return history.records.roll_up_some(now);
}

// A clock that was set forward by mistake must not seal what is still added to.
StoreResult<bool> HistoryUpkeep::seal(OpenHistory& history, Moment now) {
  if (!time_->trusted()) return false;
  return nothing_if_full(history.records.seal_some(now));
}

StoreResult<bool> HistoryUpkeep::search_incidents(OpenHistory& history, Moment now) {
  return incident_search_.search_some(history, now);
}

StoreResult<bool> HistoryUpkeep::drop_aged(OpenHistory& history, Moment now) {
  if (!time_->trusted()) return false;
  for (const Tier tier : all_tiers) {
    const Moment until = before_by(now, options_.keep[index_of(tier)]);
    auto dropped = nothing_if_full(history.records.drop_some(tier, until));
    if (!dropped || *dropped) return dropped;
  }
  if (!journal_dropped_ || clock_.now() - *journal_dropped_ > std::chrono::hours{1}) {
    journal_dropped_ = clock_.now();
    const auto done = drop_aged_journal(history, before_by(now, options_.keep.back()));
    if (!done) return done.error();
  }
  return false;
}

StoreResult<void> HistoryUpkeep::drop_aged_journal(OpenHistory& history, Moment before) {
  Transaction transaction(history.file.database());
  history.journal.drop(before);
  history.incidents.drop(before);
  history.reach.drop(before);
  history.thresholds.drop(before);
  return history.records.commit(transaction);
}

StoreResult<bool> HistoryUpkeep::limit_size(OpenHistory& history, Moment now) {
  const Space before = space(history);
  making_room_ = needs_room(before, limits_, making_room_);
  if (making_room_) {
    auto made = make_room_once(history, now);
    if (!made || *made) return made;
  }
  if (before.unused == 0 || before.file <= allowed_bytes(before, limits_)) return false;
  history.file.database().run("PRAGMA incremental_vacuum(" + std::to_string(vacuum_pages) + ")");
  return space(history).file < before.file;
}

StoreResult<bool> HistoryUpkeep::make_room_once(OpenHistory& history, Moment now) {
  for (const auto& [tier, age] : expendable) {
    auto dropped = nothing_if_full(history.records.drop_some(tier, before_by(now, age)));
    if (!dropped || *dropped) return dropped;
  }
  return false;
}

StoreResult<bool> HistoryUpkeep::free_disk(OpenHistory& history, Moment now) {
  history.file.release_reserve();
  auto made = make_room_once(history, now);
  if (!made || !*made) return made;
  // In small steps: a page that is moved takes as much room in the log.
  Database& database = history.file.database();
  for (int step = 0; step < 32; ++step) {
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    database.run("PRAGMA incremental_vacuum(8)");
    database.clear_error();
  }
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  database.clear_error();
  return true;
}

void HistoryUpkeep::keep_reserve(OpenHistory& history) const {
  if (history.file.has_reserve()) return;
  const std::uint64_t room = limits_.disk_reserve + 2 * HistoryFile::reserve_bytes;
  if (available_on_disk(options_.folder) >= room) history.file.keep_reserve();
}

std::uint64_t HistoryUpkeep::largest_file(OpenHistory& history) const {
  return allowed_bytes(space(history), limits_);
}

Space HistoryUpkeep::space(OpenHistory& history) const {
  Database& database = history.file.database();
  const auto page = static_cast<std::uint64_t>(database.number("PRAGMA page_size"));
  return {.file = page * static_cast<std::uint64_t>(database.number("PRAGMA page_count")),
          .unused = page * static_cast<std::uint64_t>(database.number("PRAGMA freelist_count")),
          .disk_available = available_on_disk(options_.folder)};
}

}  // namespace peeringd
