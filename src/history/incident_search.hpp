// Searches the new part of the history for incidents, once an hour, in small steps.
#pragma once

#include <deque>
#include <optional>

#include "history/database.hpp"
#include "history/history_target.hpp"
#include "model/tier.hpp"

namespace peeringd {

struct OpenHistory;

/// History's thread only.
class IncidentSearch {
 public:
  /// Does one step of the search that is due at `now`: first the events, then one prefix per call.
  /// Returns false when nothing is left to do.
  StoreResult<bool> search_some(OpenHistory& history, Moment now);

  /// Discards the search in progress: the file was closed.
  void reset() { prefixes_.reset(); }

 private:
  std::optional<std::deque<SeriesKey>> prefixes_;  // to be searched; none: no search in progress
  Moment since_{};                                 // of the search in progress
  Moment until_{};
};

/// Searches everything that is new at once, for a query. The cost grows with the number of
/// prefixes: about 10 ms each.
StoreResult<void> search_now(OpenHistory& history, Moment now);

}  // namespace peeringd
