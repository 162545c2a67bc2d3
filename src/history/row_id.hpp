// The number of a record's row: its time, then its series.
#pragma once

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

}  // namespace peeringd
