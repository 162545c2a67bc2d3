// The records of one tier that are not sealed yet: one row each.
#pragma once

#include <optional>
#include <vector>

#include "history/database.hpp"
#include "model/period_record.hpp"
#include "record/row_id.hpp"
#include "record/varint.hpp"

namespace peeringd {

/// One thread. A record that cannot be decoded is left out and counted; the other errors are the
/// database's.
class RecordRows {
 public:
  /// The database must outlive it.
  RecordRows(Database& database, Tier tier);

  Tier tier() const { return tier_; }

  /// `start` must be the beginning of a period.
  std::optional<PeriodRecord> find(Moment start, StoredId series);

  /// Replaces the record, if there is one.
  void put(Moment start, StoredId series, const PeriodRecord& record);

  /// Adds to the record, if there is one.
  void merge(Moment start, StoredId series, const PeriodRecord& record);

  /// Calls `visit(Moment start, StoredId series, PeriodRecord&&)` for the records of the series
  /// [first, last) in the period that begins at `start`.
  template <typename Visit>
  void visit(Moment start, StoredId first, StoredId last, Visit visit) {
    range_.bind(row_id(tier_, start, first), row_id(tier_, start, last));
    while (range_.next()) {
      const std::int64_t row = range_.integer(0);
      if (auto record = decoded(range_.bytes(1))) {
        visit(start_of_row(tier_, row), series_of_row(row), *std::move(record));
      }
    }
  }

  void erase(Moment start, StoredId series);

  /// Deletes the records of the series [first, last) in the period that begins at `start`.
  void erase(Moment start, StoredId first, StoredId last);

  /// The first series of the period, at or after `first`, that has a record.
  std::optional<StoredId> first_series(Moment start, StoredId first);

  /// Whether the period has a record of the series [first, last).
  bool has_any(Moment start, StoredId first, StoredId last);

  /// The beginning of the first period at or after `from` that has a record, if it is before `to`.
  std::optional<Moment> first_in(Moment from, Moment to);

  /// Deletes the records of the periods that begin in [from, to).
  void drop(Moment from, Moment to);

  std::uint64_t damaged() const { return damaged_; }

 private:
  std::optional<PeriodRecord> decoded(std::span<const std::uint8_t> bytes);

  const Tier tier_;
  Statement find_;
  Statement put_;
  Statement range_;
  Statement first_;
  Statement drop_;
  Bytes buffer_;
  std::uint64_t damaged_ = 0;
};

}  // namespace peeringd
