// Stores the records of all tiers: adds minutes, sums them up to coarser records, seals and deletes
// old records.
#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "history/record_sealer.hpp"
#include "history/record_table.hpp"
#include "history/series_table.hpp"
#include "history/target_ids.hpp"
#include "model/period_sum.hpp"

namespace peeringd {

/// The records of all targets for one minute.
struct MinuteBatch {
  Moment start;
  std::vector<TargetRecord> records;
};

/// Every method uses a transaction of its own, so after an error nothing has changed. One thread.
class RecordStore {
 public:
  /// The database must outlive it.
  explicit RecordStore(Database& database);
  RecordStore(const RecordStore&) = delete;
  RecordStore& operator=(const RecordStore&) = delete;

  /// Adds the records of the targets, and the sums for their paths and prefixes. Adds to existing
  /// records of that minute: the clock may have been set back, or the daemon restarted.
  StoreResult<void> write(const MinuteBatch& batch);

  /// Makes coarser records of periods that are over at `now`, a part at a time. False if nothing is
  /// left to do. A coarser record is replaced by the sum of its finer records, so this can be
  /// repeated. If some of them are damaged, the larger of the two stays. If finer records of the
  /// period have already been deleted, the sum of those that arrived since is added to the coarser
  /// record instead, and they are deleted too.
  StoreResult<bool> roll_up_some(Moment now);

  /// Seals the records of a block that has been over for sealing_delay(), a part at a time. A block
  /// of which coarser records are still to be made waits for them. Records that cannot be encoded
  /// stay in rows. False if nothing is left to do.
  StoreResult<bool> seal_some(Moment now);

  /// Deletes records of `tier` that begin before `until`, oldest first, but a part at a time and
  /// only those that coarser records have been made of. False if there is nothing to delete.
  StoreResult<bool> drop_some(Tier tier, Moment until);

  /// Whether any record in [from, to) of `tier`, or of a finer tier, may still lack some of the
  /// finer records that it sums up.
  bool is_pending(Tier tier, Moment from, Moment to);

  /// The periods of `tier` in [from, to) that are to be made again.
  std::vector<Moment> pending(Tier tier, Moment from, Moment to);

  /// Records of `tier` before this time have been deleted.
  Moment dropped(Tier tier) const { return dropped_[index_of(tier)]; }
  const std::array<Moment, tier_count>& dropped() const { return dropped_; }

  RecordTable& table(Tier tier) { return tables_[index_of(tier)]; }
  SeriesTable& series() { return series_; }

  /// Adds the records within a transaction of the caller. After an error the store behaves as if
  /// nothing had been written.
  StoreResult<void> commit(Transaction& transaction);

  /// The number of records that could not be decoded.
  std::uint64_t damaged() const;

 private:
  struct Pending {
    Tier tier;
    Moment start;
    StoredId next;
  };

  using Parts = std::vector<std::pair<StoredId, const PeriodRecord*>>;

  void write_all(const MinuteBatch& batch);
  void write_sums(Moment start, Parts& parts);
  void mark_pending(Tier tier, Moment start);
  std::optional<Pending> next_pending(Moment now);
  void roll_up(const Pending& pending);
  void add_up(const Pending& pending, StoredId first, StoredId end, bool replace);
  static void put_larger(RecordTable& table, Moment start, StoredId series,
                         const PeriodRecord& record);
  StoredId skip_gaps(StoredId series) const;
  std::chrono::seconds unit_of_deletion(Tier tier, Moment oldest);

  Database& database_;
  SeriesTable series_;
  TargetIdCache target_ids_;
  PeriodSum sum_;  // empty between calls
  PathMembers members_;
  RecordSealer sealer_;
  std::vector<RecordTable> tables_;
  std::array<Moment, tier_count> dropped_{};    // records before have been deleted once
  std::array<Moment, tier_count> seal_from_{};  // blocks before cannot be sealed
};

}  // namespace peeringd
