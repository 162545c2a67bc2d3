#include "history/history_writer.hpp"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "base/free_memory.hpp"
#include "log/log.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_waiting_changes = 250'000;  // one of each path of 100,000 targets, twice

// Tries `step` again once `make_room` has made room, if it lacked that.
template <typename Step, typename MakeRoom>
StoreResult<void> with_room(const Step& step, const MakeRoom& make_room) {
  StoreResult<void> done = step();
  if (done || done.error().fault != Fault::full) return done;
  const StoreResult<bool> made = make_room();
  if (!made) return made.error();
  return *made ? step() : done;
}

double megabytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

}  // namespace

HistoryWriter::HistoryWriter(HistoryOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), upkeep_(options_, clock) {
  facts_.on = true;
  facts_.folder = options_.folder.string();
  facts_.problem = "not opened yet";
}

Moment HistoryWriter::now() const {
  return std::max(Moment{}, std::chrono::floor<std::chrono::seconds>(clock_.wall()));
}

void HistoryWriter::open() {
  open_.reset();
  auto file = HistoryFile::open(options_.folder, clock_.wall());
  if (!file) return on_error(file.error());
  if (!file->set_aside().empty()) {
    ++facts_.failures;
    log::error("history: the file was damaged; it is now {}, and a new one has begun",
               file->set_aside());
  }
  open_ = std::make_unique<OpenHistory>(std::move(*file));
  upkeep_.begin(*open_);
  compare_results(now());
  present_written_ = false;
  thresholds_.begin_file();
  renames_.begin_file(open_->records);
  reach_changes_.clear();
  const auto begun = with_room([this] { return begin_run(); },
                               [this] { return upkeep_.free_disk(*open_, now()); });
  if (!begun) {
    open_.reset();  // after any error: a file without this run records nothing
    return on_error(begun.error());
  }
  note_up();
  log::info("history: in {}, {:.0f} MB of at most {:.0f} MB", options_.folder.string(),
            megabytes(open_->file.bytes()), megabytes(upkeep_.limit()));
}

void HistoryWriter::compare_results(Moment now) {
  results_.use(open_->journal.last_results(now));
  results_clock_.checked(now, open_->journal.next_result_after(now));
}

StoreResult<void> HistoryWriter::begin_run() {
  Transaction transaction(open_->file.database());
  const Moment begins = now();
  open_->journal.begin_run(begins, options_.version);
  reach_.begin_run(begins);
  return open_->records.commit(transaction);
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
  log::error("history: {}; nothing is recorded, but probing continues", problem);
  facts_.problem = std::move(problem);
}

void HistoryWriter::add(const Event& event) {
  if (!has_room(events_.size(), event.level)) return note_lost(1);
  events_.push_back(event);
  // After the first assessment, which brings the targets that are written along.
  if (config_ && facts_.up && events_.size() == max_waiting_events / 2) write();
}

void HistoryWriter::note_lost(std::uint64_t events) {
  if (events == 0) return;
  facts_.dropped_events += events;
  if (std::exchange(losing_, true)) return;
  log::warning("history: too many events wait for the file; the newest are not recorded");
}

void HistoryWriter::add(const Assessment& assessment) {
  const Moment time = std::max(Moment{}, std::chrono::floor<std::chrono::seconds>(assessment.wall));
  const Moment minute = period_start(Tier::minute, time);
  if (!current_) current_ = minute;
  results_clock_.see(time);
  use(assessment);
  note_reach(assessment);
  const bool ended = minute != *current_;
  for (ResultChange& change :
       ended ? results_.changes_of(assessment) : results_.recent_changes_of(assessment)) {
    if (changes_.size() < max_waiting_changes) {
      changes_.push_back(std::move(change));
    } else {
      note_lost(1);
    }
  }
  if (ended) end_minute(*assessment.snapshot, minute);
}

void HistoryWriter::note_reach(const Assessment& assessment) {
  if (!open_) return;  // the file knows nothing of this time
  // What is not asked for now is found later, as the difference to the state last reported.
  if (reach_changes_.size() >= max_waiting_changes) return;
  const auto changes = reach_.changes_of(assessment);
  reach_changes_.insert(reach_changes_.end(), changes.begin(), changes.end());
}

void HistoryWriter::use(const Assessment& assessment) {
  const Snapshot& snapshot = *assessment.snapshot;
  if (snapshot.config == config_) return;
  config_ = snapshot.config;
  renames_.use(*config_, open_ ? &open_->records : nullptr);
  present_.clear();
  present_written_ = false;
  thresholds_.use(assessment, now());
  present_.reserve(snapshot.targets.size());
  for (const TargetSnapshot& target : snapshot.targets) {
    present_.push_back(target.target);
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
  upkeep_.note_time();
  rename_some_series();
  if (!open_ || !write_minutes() || !write_journal()) return;
  after_write();
  facts_.write_time += clock_.now() - begin;
  ++facts_.writes;
}

bool HistoryWriter::write_minutes() {
  const std::uint64_t page_size = 8192;
  open_->file.database().run("PRAGMA max_page_count = " +
                             std::to_string(upkeep_.largest_file(*open_) / page_size));
  while (!backlog_.empty()) {
    const auto done = with_room([this] { return open_->records.write(backlog_.oldest()); },
                                [this] { return upkeep_.make_room_once(*open_, now()); });
    if (!done) {
      on_error(done.error());
      return false;
    }
    backlog_.pop();
  }
  return true;
}

bool HistoryWriter::write_journal() {
  const Moment time = now();  // one for all: what is reached meanwhile is due the next time
  if (auto done = write_waiting(time); !done) {
    on_error(done.error());
    return false;
  }
  // A start or a large outage has many; there may be none for days afterwards.
  free_all(events_);
  losing_ = false;
  reach_changes_.clear();
  free_all(changes_);
  present_written_ = true;
  thresholds_.written(open_->thresholds, time);
  if (results_clock_.is_due(time)) compare_results(time);
  Database& database = open_->file.database();
  if (!database.ok()) {  // the comparisons read
    const StoreError error = database.take_error();
    thresholds_.begin_file();
    on_error(error);
    return false;
  }
  results_clock_.passed(time);
  return true;
}

StoreResult<void> HistoryWriter::write_waiting(Moment time) {
  Transaction transaction(open_->file.database());
  for (const Event& event : events_) open_->journal.add(event);
  for (const ResultChange& change : changes_) open_->journal.add(change);
  for (const ReachChange& change : reach_changes_) open_->reach.add(change);
  renames_.rename_journal(open_->file.database());
  if (!present_written_) {
    std::vector<SeriesKey> keys;
    for (const Target& target : present_) keys.push_back(key_of(*config_, target));
    open_->journal.set_present(keys, open_->records.series(), time);
  }
  thresholds_.write(open_->thresholds, time);
  open_->journal.continue_run(time);
  return open_->records.commit(transaction);
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
  upkeep_.keep_reserve(*open_);
  facts_.up = true;
  facts_.problem.clear();
  for (const Tier tier : all_tiers) {
    facts_.oldest[index_of(tier)] = open_->records.table(tier).oldest();
  }
}

// Before the first record of the new name is written, if possible: then nothing must be joined.
bool HistoryWriter::rename_some_series() {
  const std::uint64_t before = open_->records.series().changes();
  const auto more = renames_.rename_series(open_->records, open_->file.database());
  if (open_->records.series().changes() != before) upkeep_.restart_search();
  if (more) return *more;
  on_error(more.error());
  return false;
}

bool HistoryWriter::maintain() {
  if (!open_) return false;
  if (rename_some_series()) return true;
  if (!open_) return false;
  const auto more = upkeep_.do_some(*open_, now());
  if (more) return *more;
  on_error(more.error());
  return false;
}

HistoryFacts HistoryWriter::facts() const {
  HistoryFacts facts = facts_;
  facts.limit = upkeep_.limit();
  facts.backlog = backlog_.size();
  facts.merged = backlog_.merged();
  if (open_) {
    facts.bytes = open_->file.bytes();
    facts.damaged_records = open_->records.damaged();
  }
  return facts;
}

}  // namespace peeringd
