// The records of a path or a prefix over a span of time, which are stored together once they are
// old.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/period_record.hpp"
#include "record/row_id.hpp"

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

  /// The series that it has records of.
  std::vector<StoredId> all_series() const;

  friend bool operator==(const RecordBlock&, const RecordBlock&) = default;
};

/// Adds records to those of a series, of which there are as many, or none.
void add_records(RecordBlock& block, StoredId series, std::vector<PeriodRecord> records);

/// Removes the records of the owner if they are the sum of others.
void leave_out_sum(RecordBlock& block);

/// Reverses leave_out_sum().
void restore_sum(RecordBlock& block);

}  // namespace peeringd
