// Seals records: replaces the rows of a block's time by one row for each prefix, and one for each
// path with its targets.
#pragma once

#include <array>
#include <chrono>
#include <set>
#include <utility>
#include <vector>

#include "history/record_table.hpp"

namespace peeringd {

/// How long the records of a tier stay in rows after the end of their block: those that are read
/// most, and those that a clock that is set back a little adds to.
inline constexpr std::chrono::seconds sealing_delay(Tier tier) {
  constexpr std::array<int, tier_count> hours{6, 6, 72, 16 * 24};
  return std::chrono::hours{hours[index_of(tier)]};
}

/// One thread.
class RecordSealer {
 public:
  /// Must outlive it.
  explicit RecordSealer(PathMembers& members) : members_(members) {}

  /// Seals a part of the block that begins at `block`, some 12,000 records: about a tenth of a
  /// second. False if nothing is left but records that cannot be encoded, which stay in rows. Call
  /// within a transaction.
  bool seal_part(RecordTable& table, Moment block);

 private:
  // The records of a series in the block, from its rows.
  struct Loaded {
    StoredId series;
    std::vector<PeriodRecord> records;  // none: no row
  };

  std::vector<StoredId> next_owners(RecordTable& table, Moment start) const;
  void load(RecordTable& table, Moment block, const std::vector<StoredId>& series);
  Loaded* loaded(StoredId series);
  bool seal(RecordTable& table, Moment block, StoredId owner);
  void refuse(StoredId owner);
  void erase_rows(RecordTable& table, Moment block);

  PathMembers& members_;
  std::vector<Loaded> loaded_;  // by series
  std::set<StoredId> refused_;  // owners in the block of the last call that cannot be encoded
  std::pair<Tier, Moment> last_{};
};

}  // namespace peeringd
