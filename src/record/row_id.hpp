// The number of a record's row: its time, then its series.
#pragma once

#include <array>
#include <cstdint>

#include "model/tier.hpp"

namespace peeringd {

/// A series in the file.
using StoredId = std::uint32_t;

/// The rows of a tier are in the order of time and then of the series. So the rows that a minute
/// adds are adjacent, and so are the rows that are deleted together. In the opposite order, each
/// target would change a page each minute, which writes fifty times as much.
inline constexpr int series_bits = 24;
inline constexpr StoredId series_end = StoredId{1} << series_bits;

/// `series` may be series_end: the first row of the next period.
inline constexpr std::int64_t row_id(Tier tier, Moment start, StoredId series) {
  return (start.time_since_epoch() / period_of(tier) << series_bits) + std::int64_t{series};
}

inline constexpr StoredId series_of_row(std::int64_t row) {
  return static_cast<StoredId>(row & (series_end - 1));
}
inline Moment start_of_row(Tier tier, std::int64_t row) {
  return Moment{(row >> series_bits) * period_of(tier)};
}

/// The first row of the periods or blocks of this length that begin at `time` or later.
inline constexpr std::int64_t first_row(std::chrono::seconds length, Moment time) {
  constexpr std::int64_t most = std::int64_t{1} << 38;
  const auto seconds = time.time_since_epoch();
  const std::int64_t number =
      seconds / length + (seconds % length > std::chrono::seconds{} ? 1 : 0);
  return number >= most ? INT64_MAX : number << series_bits;
}

/// How much time a block of sealed records covers. Each is a multiple of the one before, and of the
/// period of the next tier.
inline constexpr std::chrono::seconds block_span(Tier tier) {
  constexpr std::array<int, tier_count> hours{1, 6, 24, 16 * 24};
  return std::chrono::hours{hours[index_of(tier)]};
}

inline constexpr std::size_t periods_of_block(Tier tier) {
  return static_cast<std::size_t>(block_span(tier) / period_of(tier));
}

/// The beginning of the block that `time` lies in.
inline constexpr Moment block_start(Tier tier, Moment time) {
  const auto span = block_span(tier);
  return Moment{time.time_since_epoch() / span * span};
}

/// The row of a block: its time, then the series of its prefix or path.
inline constexpr std::int64_t block_row(Tier tier, Moment block, StoredId owner) {
  return (block.time_since_epoch() / block_span(tier) << series_bits) + std::int64_t{owner};
}
inline constexpr Moment block_of_row(Tier tier, std::int64_t row) {
  return Moment{(row >> series_bits) * block_span(tier)};
}

}  // namespace peeringd
