// Records assessments and the feed, minute by minute, and reopens the file after a fault.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "history/backlog.hpp"
#include "history/clock_check.hpp"
#include "history/history_upkeep.hpp"
#include "history/minute_accumulator.hpp"
#include "history/open_history.hpp"
#include "history/reach_changes.hpp"
#include "history/rename.hpp"
#include "history/result_changes.hpp"
#include "history/threshold_changes.hpp"
#include "model/assessment.hpp"
#include "model/history_facts.hpp"

namespace peeringd {

/// One thread. Writes once a minute, and at once if many events wait. An error of the file is
/// logged and counted, and the writer tries again a minute later. Meanwhile, items wait in bounded
/// memory: beyond it, minutes are merged, events and changes of results are counted as dropped, and
/// changes of reach are found later, as one.
class HistoryWriter {
 public:
  static constexpr std::size_t max_waiting_events = 20'000;

  /// Whether an event may join those that wait. Of those at level debug, which nobody is shown, a
  /// large outage has many: half of the places are not for them.
  static constexpr bool has_room(std::size_t waiting, EventLevel level) {
    return waiting < (level == EventLevel::debug ? max_waiting_events / 2 : max_waiting_events);
  }

  HistoryWriter(HistoryOptions options, const Clock& clock);

  /// Tries to open the file.
  void open();

  /// Records only what comes after this snapshot; otherwise everything since the engine's start.
  void begin_at(const Snapshot& snapshot) { minute_.take(snapshot); }

  void add(const MeasurementBatch& batch) { minute_.add(batch); }
  void add(const Event& event);

  /// Counts events that were lost on their way here.
  void note_lost(std::uint64_t events);

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

  /// How long the result of each connection, group and prefix has lasted.
  std::shared_ptr<const std::vector<ResultChange>> last_results() { return results_.last(); }

 private:
  void end_minute(const Snapshot& snapshot, Moment next);
  void write();
  bool write_minutes();
  bool rename_some_series();
  bool write_journal();
  StoreResult<void> begin_run();  // no transaction is left when it returns, so open_ may be reset
  StoreResult<void> write_waiting(Moment time);  // likewise
  void compare_results(Moment now);
  void after_write();
  void note_up();
  void on_error(const StoreError& error);
  void set_problem(std::string problem);
  void use(const Assessment& assessment);
  void note_reach(const Assessment& assessment);
  Moment now() const;

  const HistoryOptions options_;
  const Clock& clock_;
  MinuteAccumulator minute_;
  std::optional<Moment> current_;  // minute
  Backlog backlog_;
  std::vector<Event> events_;
  bool losing_ = false;  // events or changes, since the last write; logged
  ResultChanges results_;
  ClockCheck results_clock_;
  std::vector<ResultChange> changes_;
  ReachChanges reach_;
  Renames renames_;
  std::vector<ReachChange> reach_changes_;
  std::shared_ptr<const Config> config_;  // from the last assessment
  std::vector<Target> present_;           // the targets of config_
  ThresholdChanges thresholds_;
  bool present_written_ = false;
  std::unique_ptr<OpenHistory> open_;
  HistoryUpkeep upkeep_;
  HistoryFacts facts_;
};

}  // namespace peeringd
