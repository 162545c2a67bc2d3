// Finds changes of the latency: shifts of the median that stay, and episodes far above the usual
// value of the hour. Daily variation is neither. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "incident/found_span.hpp"
#include "model/incident.hpp"
#include "model/period_record.hpp"

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

/// What is usual at `time`: the upper quartile of the hours before it that are at most an hour from
/// its hour of the day; if there are fewer than 6, that of the 24 hours before it. None with fewer
/// than 6 of those.
std::optional<LatencyFigures> usual_at(Moment time, std::span<const LatencyFigures> hours);

/// Spans of at least two blocks that begin in `blocks` and in which the median exceeds 1.5 times
/// the usual one by 1 ms or the 95th percentile exceeds 3 times the usual one by 5 ms. Single
/// blocks in between may be below that. Blocks that were not measured do not count; an hour of them
/// ends a span.
std::vector<FoundSpan> find_episodes(Moment from, LatencyBlocks blocks,
                                     std::span<const LatencyFigures> hours);

/// Whether an episode is slower than the time before it: the median by a quarter, or the 95th
/// percentile by half. Less than find_episodes() demands beyond the usual value, since the time
/// before may be a part of the rise. True if one of them was not measured.
bool is_rise(const PhaseFigures& before, const PhaseFigures& during);

/// The minute within [from - 20 min, from + 45 min) at which the medians begin to stay beyond the
/// middle of `before` and `after`; `from` if no minute is clear. `minutes`: records, the first at
/// `first`.
Moment refine_shift_time(Moment from, Duration before, Duration after, Moment first,
                         std::span<const PeriodRecord> minutes);

}  // namespace peeringd
