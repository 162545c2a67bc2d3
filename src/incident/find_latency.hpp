// Finds shifts of the median latency that stay. Daily variation is none. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "model/period_record.hpp"
#include "model/tier.hpp"

namespace peeringd {

/// The median and the 95th percentile of a period.
struct LatencyFigures {
  Moment start{};
  Duration median{};
  Duration p95{};
};

/// None with fewer than 20 answers.
std::optional<LatencyFigures> latency_of(Moment start, const PeriodRecord& record);

/// The ten-minute blocks are without gaps, the first at `from`; none: too few answers.
using LatencyBlocks = std::span<const std::optional<LatencyFigures>>;

struct LatencyShift {
  Moment at{};
  Duration before{};
  Duration after{};
};

/// Shifts that begin at or after `examine_from`, on these conditions:
///  - The medians of the six hours before and after differ by at least 0.5 ms and 10 %.
///  - Most of the difference comes within an hour.
///  - Nine of ten blocks before the shift are on one side of the middle between the two medians,
///  and
///    nine of ten blocks after it on the other side.
///  - The same hours of the day before, if recorded, differ as well.
/// A shift is found up to six hours after it. Its time may be half an hour too early: see
/// refine_shift_time().
std::vector<LatencyShift> find_shifts(Moment from, LatencyBlocks blocks, Moment examine_from);

/// The minute within [from - 20 min, from + 45 min) at which the medians begin to stay beyond the
/// middle of `before` and `after`; `from` if no minute is clear. `minutes`: records of
/// all of these minutes or of some, the first at `first`.
Moment refine_shift_time(Moment from, Duration before, Duration after, Moment first,
                         std::span<const PeriodRecord> minutes);

}  // namespace peeringd
