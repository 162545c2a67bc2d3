// Encodes the records of a path or a prefix over a span of time as bytes for the history's file.
// They take a third to a half of the bytes of single records.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "history/row_id.hpp"
#include "history/varint.hpp"
#include "model/period_record.hpp"

namespace peeringd {

/// The records of a series, one for each period of a block; empty where there is none.
struct BlockSeries {
  StoredId series = 0;
  std::vector<PeriodRecord> records;

  friend bool operator==(const BlockSeries&, const BlockSeries&) = default;
};

/// A prefix, or a path with its targets.
struct RecordBlock {
  StoredId owner = 0;  ///< the series of the prefix or of the path
  std::vector<BlockSeries> series;
  /// Of the owner, if it is the sum of these elements of `series` and none of them itself.
  std::vector<std::size_t> summed;

  /// The records of a series, which are computed for the owner if necessary; none if the block does
  /// not have it.
  std::optional<std::vector<PeriodRecord>> records_of(StoredId wanted) const;
};

/// The number of series in a block is limited.
inline constexpr std::size_t max_block_series = 1000;

/// Removes the records of the owner if they are the sum of others.
void leave_out_sum(RecordBlock& block);

/// The bytes of a block. All series must have `periods` records. Counts must be below 2^48.
Bytes encode_block(const RecordBlock& block, std::size_t periods);

/// The block of `owner` in `bytes`, which may be of any origin: the file may be damaged.
Result<RecordBlock> decode_block(std::span<const std::uint8_t> bytes, StoredId owner,
                                 std::size_t periods);

}  // namespace peeringd
