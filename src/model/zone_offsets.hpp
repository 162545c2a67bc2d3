// The offsets of a time zone from UTC, with their changes, such as those to and from summer time.
// Pure.
#pragma once

#include <chrono>
#include <vector>

#include "model/tier.hpp"

namespace peeringd {

struct OffsetChange {
  Moment at;
  std::chrono::seconds offset{};  ///< from `at` on

  friend bool operator==(const OffsetChange&, const OffsetChange&) = default;
};

struct ZoneOffsets {
  std::chrono::seconds first{};         ///< before the first change
  std::vector<OffsetChange> changes{};  ///< in the order of time

  std::chrono::seconds offset_at(Moment time) const;

  /// What the clocks of the zone show.
  std::chrono::local_seconds local_of(Moment time) const {
    return std::chrono::local_seconds{time.time_since_epoch() + offset_at(time)};
  }

  /// The first moment at which the clocks show `local` or more. Spans between the moments of
  /// successive hours follow each other: one that the clocks skip is empty, and one that they
  /// repeat has both.
  Moment first_at(std::chrono::local_seconds local) const;

  friend bool operator==(const ZoneOffsets&, const ZoneOffsets&) = default;
};

}  // namespace peeringd
