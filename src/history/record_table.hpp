// The records of one tier in the file: recent ones in rows of their own, older ones sealed in
// blocks. A record that arrives late for a sealed block gets a row; until the block is sealed
// again, such a record is the sum of both.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "history/path_members.hpp"
#include "history/record_rows.hpp"
#include "history/sealed_table.hpp"

namespace peeringd {

/// One thread. A record that cannot be decoded is left out and counted; the other errors are the
/// database's.
class RecordTable {
 public:
  /// Both must outlive it.
  RecordTable(Database& database, Tier tier, PathMembers& members);

  Tier tier() const { return tier_; }

  /// `start` must be the beginning of a period.
  std::optional<PeriodRecord> find(Moment start, StoredId series);

  /// Replaces the record, if there is one.
  void put(Moment start, StoredId series, const PeriodRecord& record);

  /// Adds to the record, if there is one.
  void merge(Moment start, StoredId series, const PeriodRecord& record) {
    rows_.merge(start, series, record);
  }

  /// Calls `visit(Moment start, StoredId series, PeriodRecord&&)` for the records of the series
  /// [first, last) in the periods that begin in [from, to). A record may come in two parts, which
  /// are to be added.
  template <typename Visit>
  void visit(Moment from, Moment to, StoredId first, StoredId last, Visit visit) {
    const std::chrono::seconds period = period_of(tier_);
    const auto oldest = rows_.first_in(from, to);
    for (Moment start = oldest.value_or(to); start < to; start += period) {
      rows_.visit(start, first, last, visit);
    }
    const auto of_block = [&](Moment block, const RecordBlock& records) {
      for (const StoredId series : records.all_series()) {
        if (series < first || series >= last) continue;
        visit_records(
            block, from, to, *records.records_of(series),
            [&](Moment start, PeriodRecord&& record) { visit(start, series, std::move(record)); });
      }
    };
    for (const Moment block : blocks_in(from, to)) visit_blocks(block, first, last, of_block);
  }

  /// The same for one series: `visit(Moment start, PeriodRecord&&)`.
  template <typename Visit>
  void visit_series(StoredId series, Moment from, Moment to, Visit visit) {
    const StoredId owner = members_.owner_of(series);
    for (const Moment block : blocks_in(from, to)) {
      const auto found = sealed_.find(block, owner);
      auto records = found ? found->records_of(series) : std::nullopt;
      if (records) visit_records(block, from, to, *std::move(records), visit);
    }
    const auto oldest = rows_.first_in(from, to);
    for (Moment start = oldest.value_or(to); start < to; start += period_of(tier_)) {
      if (auto record = rows_.find(start, series)) visit(start, *std::move(record));
    }
  }

  /// The beginning of the first period at or after `from` that may have a record, if it is before
  /// `to`. In a sealed block it may be empty.
  std::optional<Moment> first_in(Moment from, Moment to);
  std::optional<Moment> oldest() { return first_in(Moment{}, Moment::max()); }

  /// Deletes the rows of the periods that begin in [from, to), and the blocks that do.
  void drop(Moment from, Moment to);

  /// Adds the sealed records of `from` to those of `into`, both owners of blocks. `ids` are the
  /// series of `into` by those of `from` in whose place they are. Call within a transaction.
  void join_blocks(StoredId from, StoredId into, const std::map<StoredId, StoredId>& ids);

  RecordRows& rows() { return rows_; }
  SealedTable& sealed() { return sealed_; }

  std::uint64_t damaged() const { return rows_.damaged() + sealed_.damaged(); }

 private:
  template <typename Visit>
  void visit_records(Moment block, Moment from, Moment to, std::vector<PeriodRecord> records,
                     Visit visit) {
    Moment start = block;
    for (PeriodRecord& record : records) {
      if (start >= from && start < to && !record.empty()) visit(start, std::move(record));
      start += period_of(tier_);
    }
  }

  template <typename Visit>
  void visit_blocks(Moment block, StoredId first, StoredId last, Visit visit) {
    sealed_.visit(block, first, last, [&](const RecordBlock& found) { visit(block, found); });
    for (const StoredId owner : members_.owners_of(first, last)) {
      if (owner >= first && owner < last) continue;  // visited already
      if (const auto found = sealed_.find(block, owner)) visit(block, *found);
    }
  }

  std::vector<Moment> blocks_in(Moment from, Moment to);
  bool unseal(Moment block, StoredId owner);
  void merge_rows(Moment block, const RecordBlock& records);

  const Tier tier_;
  PathMembers& members_;
  RecordRows rows_;
  SealedTable sealed_;
};

}  // namespace peeringd
