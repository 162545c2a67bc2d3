// Finds episodes in which the latency was far above its usual value for the hour. Daily variation
// is none. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "incident/find_latency.hpp"
#include "model/incident.hpp"

namespace peeringd {

/// What is usual at `time`: the upper quartile of the hours before it that are at most an hour from
/// its hour of the day; if there are fewer than 6, that of the 24 hours before it. None with fewer
/// than 6 of those.
std::optional<LatencyFigures> usual_at(Moment time, std::span<const LatencyFigures> hours);

/// The median above which a block is slow.
inline constexpr Duration slow_median(Duration usual) {
  return usual * 3 / 2 + std::chrono::milliseconds{1};
}

struct FoundEpisode {
  Moment from;
  std::optional<Moment> to{};  ///< none: still open at the end of the blocks
  bool rises = true;           ///< it is slower than the time before it

  friend bool operator==(const FoundEpisode&, const FoundEpisode&) = default;
};

/// Spans of at least two blocks that begin at or after `examine_from` and in which the median
/// exceeds 1.5 times the usual one by 1 ms or the 95th percentile exceeds 3 times the usual one by
/// 5 ms. Single blocks in between may be below that. Blocks that were not measured do not count; an
/// hour of them ends a span.
///
/// A span rises if the median of its blocks is a quarter above that of the blocks before it, or the
/// 95th percentile is half above it. This is less than beyond the usual value, since those blocks
/// may be a part of the rise. Blocks of earlier spans are not compared: each of several bursts
/// rises. Blocks that were not measured are passed over: a span does not rise if the last block
/// that was measured before it is slow, and it does if none was. A span that does not rise, within
/// an hour after another one, continues that one.
std::vector<FoundEpisode> find_episodes(Moment from, LatencyBlocks blocks,
                                        std::span<const LatencyFigures> hours, Moment examine_from);

/// Whether an episode is slower than the time before it: the median by a quarter, or the 95th
/// percentile by half. Less than find_episodes() demands beyond the usual value, since the time
/// before may be a part of the rise. True if one of them was not measured.
bool is_rise(const PhaseFigures& before, const PhaseFigures& during);

}  // namespace peeringd
