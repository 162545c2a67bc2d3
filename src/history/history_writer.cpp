#include "history/history_writer.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "log/log.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

constexpr std::size_t most_waiting_events = 10'000;
constexpr std::size_t most_waiting_changes = 250'000;  // one of each path of 100,000 targets, twice

// The number of pages that one step returns to the file system.
constexpr std::uint64_t vacuum_pages = 256;

std::uint64_t available_on_disk(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? 0 : space.available;
}

double megabytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

}  // namespace

HistoryWriter::HistoryWriter(HistoryOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock) {
  facts_.on = true;
  facts_.folder = options_.folder.string();
  facts_.problem = "not opened yet";
}

Moment HistoryWriter::now() const {
  return std::max(Moment{}, std::chrono::floor<std::chrono::seconds>(clock_.wall()));
}

void HistoryWriter::open() {
  open_.reset();
  incident_search_.reset();
  auto file = HistoryFile::open(options_.folder, clock_.wall());
  if (!file) return on_error(file.error());
  if (!file->set_aside().empty()) {
    ++facts_.failures;
    log::error("history: the file was damaged; it is now {}, and a new one has begun",
               file->set_aside());
  }
  open_ = std::make_unique<OpenHistory>(std::move(*file));
  Database& database = open_->file.database();
  const std::int64_t last = database.number("SELECT max(ends) FROM run");
  time_.emplace(last > 0 ? std::optional(WallTime{std::chrono::seconds{last}}) : std::nullopt);
  results_.use(open_->journal.last_results());
  limits_ = {
      options_.size.value_or(default_size(available_on_disk(options_.folder), open_->file.bytes())),
      options_.disk_reserve};
  present_written_ = false;
  Transaction transaction(database);
  const Moment begins = now();
  open_->journal.begin_run(begins, options_.version);
  reach_.begin_run(begins);
  renames_.begin_file(open_->records);
  reach_changes_.clear();
  if (auto done = open_->records.commit(transaction); !done) return on_error(done.error());
  note_up();
  log::info("history: in {}, {:.0f} MB of at most {:.0f} MB", options_.folder.string(),
            megabytes(open_->file.bytes()), megabytes(limits_.size));
}

void HistoryWriter::on_error(const StoreError& error) {
  ++facts_.failures;
  if (error.fault != Fault::full) open_.reset();
  if (error.fault == Fault::damaged) {
    const auto aside = set_history_aside(options_.folder, clock_.wall());
    log::error(
        "history: the file is damaged: {}; {}", error.message,
        aside ? "it is now " + *aside + ", and a new one will begin" : aside.error().message);
  }
  set_problem(error.message);
}

// A lasting problem is logged when it begins, and when it becomes another one.
void HistoryWriter::set_problem(std::string problem) {
  facts_.up = false;
  if (facts_.problem == problem) return;
  log::error("history: {}; nothing is recorded, and probing goes on", problem);
  facts_.problem = std::move(problem);
}

void HistoryWriter::add(const Event& event) {
  if (events_.size() < most_waiting_events) events_.push_back(event);
}

void HistoryWriter::add(const Assessment& assessment) {
  const Moment time = std::max(Moment{}, std::chrono::floor<std::chrono::seconds>(assessment.wall));
  const Moment minute = period_start(Tier::minute, time);
  if (!current_) current_ = minute;
  use(*assessment.snapshot);
  note_reach(assessment);
  const bool ended = minute != *current_;
  for (ResultChange& change :
       ended ? results_.changes_of(assessment) : results_.recent_changes_of(assessment)) {
    if (changes_.size() < most_waiting_changes) changes_.push_back(std::move(change));
  }
  if (ended) end_minute(*assessment.snapshot, minute);
}

void HistoryWriter::note_reach(const Assessment& assessment) {
  if (!open_) return;  // the file knows nothing of this time
  const auto changes = reach_.changes_of(assessment);
  reach_changes_.insert(reach_changes_.end(), changes.begin(), changes.end());
}

void HistoryWriter::use(const Snapshot& snapshot) {
  if (snapshot.config == config_) return;
  config_ = snapshot.config;
  renames_.use(*config_, open_ ? &open_->records : nullptr);
  present_.clear();
  present_written_ = false;
  for (const TargetSnapshot& target : snapshot.targets) {
    present_.push_back(key_of(*config_, target.target));
  }
}

void HistoryWriter::finish(const Snapshot& last) {
  end_minute(last, current_.value_or(period_start(Tier::minute, now())));
  open_.reset();
}

void HistoryWriter::end_minute(const Snapshot& snapshot, Moment next) {
  MinuteBatch batch{current_.value_or(next), minute_.take(snapshot)};
  current_ = next;
  if (!batch.records.empty()) backlog_.add(std::move(batch));
  write();
}

void HistoryWriter::write() {
  const MonotonicTime begin = clock_.now();
  if (open_ && !open_->file.in_place()) {
    log::error("history: the file in {} was removed or replaced", options_.folder.string());
    open_.reset();
  }
  if (!open_) open();
  if (!open_) return;
  time_->note(clock_.now(), clock_.wall());
  rename_some_series();
  if (!open_ || !write_minutes() || !write_journal()) return;
  after_write();
  facts_.write_time += clock_.now() - begin;
  ++facts_.writes;
}

bool HistoryWriter::write_minutes() {
  const std::uint64_t page_size = 8192;
  open_->file.database().run("PRAGMA max_page_count = " +
                             std::to_string(allowed_bytes(space(), limits_) / page_size));
  while (!backlog_.empty()) {
    auto done = open_->records.write(backlog_.oldest());
    if (!done && done.error().fault == Fault::full && make_room_once()) {
      done = open_->records.write(backlog_.oldest());
    }
    if (!done) {
      on_error(done.error());
      return false;
    }
    backlog_.pop();
  }
  return true;
}

bool HistoryWriter::write_journal() {
  Transaction transaction(open_->file.database());
  for (const Event& event : events_) open_->journal.add(event);
  for (const ResultChange& change : changes_) open_->journal.add(change);
  for (const ReachChange& change : reach_changes_) open_->reach.add(change);
  renames_.rename_journal(open_->file.database());
  if (!present_written_) {
    open_->journal.set_present(present_, open_->records.series(), now());
  }
  open_->journal.continue_run(now());
  if (auto done = open_->records.commit(transaction); !done) {
    on_error(done.error());
    return false;
  }
  events_.clear();
  reach_changes_.clear();
  changes_.clear();
  present_written_ = true;
  return true;
}

// Once a minute the log is written into the file, and both to the disk. So a power failure loses
// about a minute.
void HistoryWriter::after_write() {
  Database& database = open_->file.database();
  database.run("PRAGMA wal_checkpoint(PASSIVE)");
  database.clear_error();  // another program may be reading; the next minute tries again
  if (!facts_.up) log::info("history: recording again");
  note_up();
}

void HistoryWriter::note_up() {
  facts_.up = true;
  facts_.problem.clear();
  for (const Tier tier : all_tiers) {
    facts_.oldest[index_of(tier)] = open_->records.table(tier).oldest();
  }
}

// Before the first record of the new name is written, if possible: then nothing must be joined.
bool HistoryWriter::rename_some_series() {
  const auto more = renames_.rename_series(open_->records, open_->file.database());
  if (more) return *more;
  on_error(more.error());
  return false;
}

bool HistoryWriter::maintain() {
  if (!open_) return false;
  if (rename_some_series()) return true;
  if (!open_) return false;
  const auto rolled = open_->records.roll_up_some(now());
  if (!rolled) {
    on_error(rolled.error());
    return false;
  }
  if (*rolled) return true;
  if (time_->trusted() && drop_aged()) return true;
  if (!open_) return false;
  if (search_incidents()) return true;
  if (!open_) return false;
  const Space space_now = space();
  making_room_ = needs_room(space_now, limits_, making_room_);
  if (making_room_ && make_room_once()) return true;
  if (space_now.unused == 0 || space_now.file <= allowed_bytes(space_now, limits_)) return false;
  open_->file.database().run("PRAGMA incremental_vacuum(" + std::to_string(vacuum_pages) + ")");
  return space().file < space_now.file;
}

bool HistoryWriter::search_incidents() {
  const auto searched = incident_search_.search_some(*open_, now());
  if (searched) return *searched;
  on_error(searched.error());
  return false;
}

bool HistoryWriter::drop_aged() {
  for (const Tier tier : all_tiers) {
    const Duration keep = options_.keep[index_of(tier)];
    const Moment until = now() - std::chrono::floor<std::chrono::seconds>(keep);
    const auto dropped = open_->records.drop_some(tier, until);
    if (dropped && *dropped) return true;
  }
  if (!journal_dropped_ || clock_.now() - *journal_dropped_ > std::chrono::hours{1}) {
    journal_dropped_ = clock_.now();
    drop_aged_journal();
  }
  return false;
}

void HistoryWriter::drop_aged_journal() {
  Transaction transaction(open_->file.database());
  const Duration longest = options_.keep.back();
  const Moment until = now() - std::chrono::floor<std::chrono::seconds>(longest);
  open_->journal.drop(until);
  open_->incidents.drop(until);
  open_->reach.drop(until);
  if (auto done = open_->records.commit(transaction); !done) on_error(done.error());
}

bool HistoryWriter::make_room_once() {
  for (const auto& [tier, age] : expendable) {
    const auto dropped =
        open_->records.drop_some(tier, now() - std::chrono::floor<std::chrono::seconds>(age));
    if (dropped && *dropped) return true;
  }
  return false;
}

Space HistoryWriter::space() {
  Database& database = open_->file.database();
  const auto page = static_cast<std::uint64_t>(database.number("PRAGMA page_size"));
  return {.file = page * static_cast<std::uint64_t>(database.number("PRAGMA page_count")),
          .unused = page * static_cast<std::uint64_t>(database.number("PRAGMA freelist_count")),
          .disk_available = available_on_disk(options_.folder)};
}

HistoryFacts HistoryWriter::facts() const {
  HistoryFacts facts = facts_;
  facts.limit = limits_.size;
  facts.backlog = backlog_.size();
  facts.merged = backlog_.merged();
  if (open_) {
    facts.bytes = open_->file.bytes();
    facts.damaged_records = open_->records.damaged();
  }
  return facts;
}

}  // namespace peeringd
