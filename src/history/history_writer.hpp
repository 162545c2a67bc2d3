// Records assessments and the feed, minute by minute. Maintains the file: reopens it after a fault,
// makes the coarser tiers, and deletes records that are too old or exceed the size.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "history/backlog.hpp"
#include "history/history_file.hpp"
#include "history/incident_search.hpp"
#include "history/incident_table.hpp"
#include "history/journal.hpp"
#include "history/minute_accumulator.hpp"
#include "history/reach_changes.hpp"
#include "history/reach_journal.hpp"
#include "history/record_store.hpp"
#include "history/rename.hpp"
#include "history/result_changes.hpp"
#include "history/retention.hpp"
#include "model/assessment.hpp"
#include "model/history_facts.hpp"

namespace peeringd {

struct HistoryOptions {
  std::filesystem::path folder;
  std::optional<std::uint64_t> size;  ///< bytes; none: default_size()
  std::array<Duration, tier_count> keep{};
  std::uint64_t disk_reserve = 500'000'000;
  std::string version;  ///< version of the program

  friend bool operator==(const HistoryOptions&, const HistoryOptions&) = default;
};

/// An open file with its tables.
struct OpenHistory {
  explicit OpenHistory(HistoryFile opened)
      : file(std::move(opened)),
        records(file.database()),
        journal(file.database()),
        incidents(file.database()),
        reach(file.database()) {}

  HistoryFile file;
  RecordStore records;
  Journal journal;
  IncidentTable incidents;
  ReachJournal reach;
};

/// One thread. An error of the file is logged and counted, and the writer tries again a minute
/// later.
class HistoryWriter {
 public:
  HistoryWriter(HistoryOptions options, const Clock& clock);

  /// Tries to open the file.
  void open();

  /// Records only what comes after this snapshot; otherwise everything since the engine's start.
  void begin_at(const Snapshot& snapshot) { minute_.take(snapshot); }

  void add(const MeasurementBatch& batch) { minute_.add(batch); }
  void add(const Event& event);

  /// Ends the minute if the assessment belongs to another one.
  void add(const Assessment& assessment);

  /// Ends the minute with these counters, and writes everything that waits.
  void finish(const Snapshot& last);

  /// Does a part of the maintenance that is due after a minute, for at most a tenth of a second.
  /// Returns false if nothing is left to do.
  bool maintain();

  /// Null while there is no file.
  OpenHistory* opened() { return open_.get(); }

  HistoryFacts facts() const;

 private:
  void end_minute(const Snapshot& snapshot, Moment next);
  void write();
  bool write_minutes();
  bool rename_some_series();
  bool write_journal();
  void after_write();
  void note_up();
  void on_error(const StoreError& error);
  void set_problem(std::string problem);
  bool make_room_once();
  bool search_incidents();
  bool drop_aged();
  void drop_aged_journal();
  void use(const Snapshot& snapshot);
  void note_reach(const Assessment& assessment);
  Space space();
  Moment now() const;

  const HistoryOptions options_;
  const Clock& clock_;
  MinuteAccumulator minute_;
  std::optional<Moment> current_;  // minute
  Backlog backlog_;
  std::vector<Event> events_;
  ResultChanges results_;
  std::vector<ResultChange> changes_;
  ReachChanges reach_;
  Renames renames_;
  std::vector<ReachChange> reach_changes_;
  std::shared_ptr<const Config> config_;  // from the last assessment
  std::vector<SeriesKey> present_;        // the targets of config_
  bool present_written_ = false;
  std::unique_ptr<OpenHistory> open_;
  std::optional<TrustedTime> time_;
  std::optional<MonotonicTime> journal_dropped_;  // when old entries were last deleted
  IncidentSearch incident_search_;
  SpaceLimits limits_;
  bool making_room_ = false;
  HistoryFacts facts_;
};

}  // namespace peeringd
