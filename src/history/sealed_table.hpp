// The sealed records of one tier: a row for each block of a prefix, or of a path with its targets.
#pragma once

#include <optional>

#include "history/database.hpp"
#include "record/block_codec.hpp"
#include "record/row_id.hpp"

namespace peeringd {

/// One thread. A block that cannot be decoded is left out and counted; the other errors are the
/// database's. A block is given by its beginning (block_start()) and its owner.
class SealedTable {
 public:
  /// The database must outlive it.
  SealedTable(Database& database, Tier tier);

  std::optional<RecordBlock> find(Moment block, StoredId owner);

  /// Replaces the block, if there is one. Does nothing and returns false if the records cannot be
  /// encoded.
  bool put(Moment block, const RecordBlock& records);

  void erase(Moment block, StoredId owner);

  /// Calls `visit(const RecordBlock&)` for the blocks of the owners [first, last).
  template <typename Visit>
  void visit(Moment block, StoredId first, StoredId last, Visit visit) {
    range_.bind(block_row(tier_, block, first), block_row(tier_, block, last));
    while (range_.next()) {
      const auto owner = series_of_row(range_.integer(0));
      if (const auto records = decoded(range_.bytes(1), owner)) visit(*records);
    }
  }

  /// The beginning of the first block that ends after `time`.
  std::optional<Moment> first_after(Moment time);

  /// The end of the last block.
  std::optional<Moment> end();

  /// The first block of this owner that ends after `time`.
  std::optional<Moment> first_of(StoredId owner, Moment time);

  /// Deletes the blocks that begin in [from, to).
  void drop(Moment from, Moment to);

  std::uint64_t damaged() const { return damaged_; }

 private:
  std::optional<RecordBlock> decoded(std::span<const std::uint8_t> bytes, StoredId owner);

  const Tier tier_;
  Statement find_;
  Statement put_;
  Statement range_;
  Statement first_;
  Statement last_;
  Statement drop_;
  std::uint64_t damaged_ = 0;
};

}  // namespace peeringd
