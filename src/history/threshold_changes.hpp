// Which thresholds are to be stored: those of each configuration from its first assessment on, and
// the present ones again after the clock was changed.
#pragma once

#include <optional>
#include <vector>

#include "history/assessed_thresholds.hpp"
#include "history/clock_check.hpp"
#include "history/threshold_journal.hpp"

namespace peeringd {

/// One thread. While the file cannot be written, earlier configurations wait in bounded memory.
class ThresholdChanges {
 public:
  /// Call with the first assessment of each configuration.
  void use(const Assessment& assessment, Moment now);

  /// The file was opened, so it may not have the present ones.
  void begin_file() { due_ = true; }

  /// Stores what is due, in a transaction of the caller. Call written() once it is committed.
  void write(ThresholdJournal& journal, Moment now);
  void written(ThresholdJournal& journal, Moment now);

 private:
  /// Since when the present ones must be stored; none: they are.
  std::optional<Moment> due_since(Moment now) const;

  std::optional<AssessedThresholds> present_;
  std::vector<ThresholdChange> waiting_;  // of earlier configurations
  bool due_ = false;
  ClockCheck clock_;
};

}  // namespace peeringd
