// The state of the history, for metrics, the API and the log.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/tier.hpp"

namespace peeringd {

struct HistoryFacts {
  bool on = false;          ///< `history: off` is not configured
  bool up = false;          ///< the file is open, and the last write succeeded
  std::string folder;       ///< empty if there is none
  std::string problem;      ///< why it is not up; one line
  std::uint64_t bytes = 0;  ///< size of the file and SQLite's log
  std::uint64_t limit = 0;  ///< bytes that they may have now
  std::array<std::optional<Moment>, tier_count> oldest{};  ///< oldest record, by Tier
  std::uint64_t writes = 0;                                ///< minutes written
  Duration write_time{};                                   ///< total time of these writes
  std::uint64_t backlog = 0;                               ///< minutes that wait to be written
  std::uint64_t merged = 0;           ///< minutes that were added to another for want of room
  std::uint64_t failures = 0;         ///< attempts to open or to write that failed
  std::uint64_t damaged_records = 0;  ///< records that could not be read
  std::uint64_t dropped_answers = 0;  ///< round-trip times for which there was no memory
  std::uint64_t dropped_events = 0;   ///< likewise events, and changes of results
};

}  // namespace peeringd
