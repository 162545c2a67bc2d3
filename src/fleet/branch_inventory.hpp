// The list of branches: when each connection of the last week was last seen. Tells a branch that
// went dark from one that never was. Decides when the store is asked for it, since without the
// rules of the centre that is expensive. Pure. One thread.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "fleet/fleet_state.hpp"
#include "fleet/promql_answer.hpp"

namespace peeringd {

class BranchInventory {
 public:
  enum class Ask : std::uint8_t {
    nothing,
    recent,  ///< what the rules record; without them, the last half hour
    all,     ///< what the rules record; without them, the last week. Spark lines, too.
  };

  /// What to ask the store now: all every five minutes, and once more after partial answers; what
  /// is recent if a connection has gone, at most once a minute, and when answers are complete again
  /// while the list is not. `lacks`: a connection that was
  /// current is not in the current answer. `partial`: that answer is partial.
  Ask due(MonotonicTime now, bool lacks, bool partial);

  /// The answer of recorded_inventory_query(), which has the whole week; of the last week; of the
  /// last half hour. An answer with warnings is partial.
  void take_recorded(PromAnswer answer, WallTime now);
  void take_week(PromAnswer answer, WallTime now);
  void take_recent(PromAnswer answer, WallTime now);

  /// After Ask::all: whether some answer was partial.
  void end_all(bool partial) { all_partial_ = partial; }

  /// Whether the list of the last week has been answered completely at least once.
  bool known() const { return whole_.week.has_value(); }

  /// Adds branches that deliver nothing, as add_inventory() and add_missing() do. Call it after all
  /// of add_current(). `partial`: what that added was.
  void add_to(FleetState& state, bool partial) const;

 private:
  struct List {
    std::optional<PromAnswer> week;
    std::optional<PromAnswer> recent;
    WallTime time{};

    bool whole() const;
  };

  void note(WallTime now);

  List latest_;
  List whole_;  ///< the latest that was not partial
  std::optional<MonotonicTime> all_at_;
  std::optional<MonotonicTime> recent_at_;
  bool recent_wanted_ = false;
  bool all_wanted_ = false;
  bool was_partial_ = false;
  bool all_partial_ = false;
};

}  // namespace peeringd
