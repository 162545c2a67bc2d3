#include "history/record_store.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace peeringd {
namespace {

// How many series are added up in one transaction: a tenth of a second at most.
constexpr StoredId slice = 2048;

}  // namespace

RecordStore::RecordStore(Database& database)
    : database_(database), series_(database), members_(series_), sealer_(members_) {
  for (const Tier tier : all_tiers) tables_.emplace_back(database, tier, members_);
  Statement rows = database.prepare("SELECT tier, before FROM dropped");
  while (rows.next()) {
    const auto tier = static_cast<std::uint64_t>(rows.integer(0));
    if (tier < tier_count) dropped_[tier] = from_unix_seconds(rows.integer(1));
  }
}

StoreResult<void> RecordStore::commit(Transaction& transaction) {
  auto done = transaction.commit();
  done ? series_.keep() : series_.forget();
  return done;
}

StoreResult<void> RecordStore::write(const MinuteBatch& batch) {
  Transaction transaction(database_);
  write_all(batch);
  return commit(transaction);
}

// In the order of the numbers, which is that of the file.
void RecordStore::write_all(const MinuteBatch& batch) {
  Parts prefixes;
  Parts paths;
  Parts targets;
  targets.reserve(batch.records.size());
  target_ids_.begin_minute(batch.records.size(), series_);
  for (const auto& [target, record] : batch.records) {
    const TargetIds& ids = target_ids_.of(target, series_);
    targets.emplace_back(ids.target, &record);
    if (ids.path != series_end) paths.emplace_back(ids.path, &record);
    if (ids.prefix != series_end) prefixes.emplace_back(ids.prefix, &record);
  }
  for (Parts* const parts : {&prefixes, &paths, &targets}) write_sums(batch.start, *parts);
  if (!batch.records.empty()) mark_pending(Tier::ten_minutes, batch.start);
}

// Writes a record for each series: the sum of its parts.
void RecordStore::write_sums(Moment start, Parts& parts) {
  const auto series_of = &Parts::value_type::first;
  if (!std::ranges::is_sorted(parts, {}, series_of)) std::ranges::stable_sort(parts, {}, series_of);
  RecordTable& minutes = table(Tier::minute);
  const bool fresh =
      parts.empty() || !minutes.rows().has_any(start, parts.front().first, parts.back().first + 1);
  const auto write = [&](StoredId series, const PeriodRecord& record) {
    fresh ? minutes.rows().put(start, series, record) : minutes.merge(start, series, record);
  };
  for (auto part = parts.begin(); part != parts.end();) {
    const StoredId series = part->first;
    const auto next =
        std::find_if(part, parts.end(), [&](const auto& other) { return other.first != series; });
    if (next - part == 1) {
      write(series, *part->second);
    } else {
      for (auto each = part; each != next; ++each) sum_.add(*each->second);
      write(series, sum_.take());
    }
    part = next;
  }
}

void RecordStore::mark_pending(Tier tier, Moment start) {
  database_.prepare("INSERT OR REPLACE INTO pending (tier, period, next) VALUES (?, ?, 0)")
      .bind(index_of(tier), unix_seconds(period_start(tier, start)))
      .run();
}

std::vector<Moment> RecordStore::pending(Tier tier, Moment from, Moment to) {
  std::vector<Moment> found;
  Statement rows = database_.prepare(
      "SELECT period FROM pending WHERE tier = ? AND period >= ? AND period < ? ORDER BY period");
  rows.bind(index_of(tier), unix_seconds(from), unix_seconds(to));
  while (rows.next()) found.emplace_back(std::chrono::seconds{rows.integer(0)});
  return found;
}

// A finer tier first: a coarser one is made of it.
std::optional<RecordStore::Pending> RecordStore::next_pending(Moment now) {
  for (const Tier tier : {Tier::ten_minutes, Tier::hour, Tier::day}) {
    Statement row = database_.prepare(
        "SELECT period, next FROM pending WHERE tier = ? AND period <= ? ORDER BY period LIMIT 1");
    if (row.bind(index_of(tier), unix_seconds(now - period_of(tier))).next()) {
      return Pending{tier, from_unix_seconds(row.integer(0)),
                     static_cast<StoredId>(row.integer(1))};
    }
  }
  return std::nullopt;
}

StoreResult<bool> RecordStore::roll_up_some(Moment now) {
  const auto pending = next_pending(now);
  if (!database_.ok()) return database_.take_error();
  if (!pending) return false;
  Transaction transaction(database_);
  roll_up(*pending);
  if (auto done = commit(transaction); !done) return done.error();
  return true;
}

void RecordStore::roll_up(const Pending& pending) {
  const bool replace = pending.start >= dropped_[index_of(*finer(pending.tier))];
  // Adding to a record deletes its finer records, so it cannot be split over transactions.
  const StoredId first = skip_gaps(replace ? pending.next : 0);
  const StoredId end = replace ? std::min(first + slice, series_end) : series_end;
  if (first < series_end) add_up(pending, first, end, replace);
  const StoredId next = skip_gaps(end);
  if (next < series_end) {
    database_.prepare("UPDATE pending SET next = ? WHERE tier = ? AND period = ?")
        .bind(next, index_of(pending.tier), unix_seconds(pending.start))
        .run();
    return;
  }
  database_.prepare("DELETE FROM pending WHERE tier = ? AND period = ?")
      .bind(index_of(pending.tier), unix_seconds(pending.start))
      .run();
  if (const auto next_tier = coarser(pending.tier)) mark_pending(*next_tier, pending.start);
}

void RecordStore::add_up(const Pending& pending, StoredId first, StoredId end, bool replace) {
  RecordTable& from = table(*finer(pending.tier));
  RecordTable& to = table(pending.tier);
  std::map<StoredId, PeriodRecord> sums;
  const Moment until = pending.start + period_of(pending.tier);
  const std::uint64_t damaged_before = from.damaged();
  from.visit(pending.start, until, first, end,
             [&](Moment, StoredId series, PeriodRecord&& record) { sums[series] += record; });
  const bool incomplete = from.damaged() != damaged_before;
  for (const auto& [series, sum] : sums) {
    if (!replace) {
      to.merge(pending.start, series, sum);
    } else if (incomplete) {
      put_larger(to, pending.start, series, sum);
    } else {
      to.put(pending.start, series, sum);
    }
  }
  if (!replace) from.rows().drop(pending.start, until);
}

// A finer record that can no longer be read is still counted in the coarser one.
void RecordStore::put_larger(RecordTable& table, Moment start, StoredId series,
                             const PeriodRecord& record) {
  const auto present = table.find(start, series);
  if (!present || present->sent < record.sent) table.put(start, series, record);
}

// The first number from `series` on that a series has.
StoredId RecordStore::skip_gaps(StoredId series) const {
  for (const SeriesKind kind : {SeriesKind::prefix, SeriesKind::path, SeriesKind::target}) {
    if (series < series_.end(kind)) return std::max(series, series_.first(kind));
  }
  return series_end;
}

// The oldest rows first. Late records make rows of a block that is sealed already.
StoreResult<bool> RecordStore::seal_some(Moment now) {
  for (const Tier tier : all_tiers) {
    const Moment until = block_start(tier, now - sealing_delay(tier));
    Moment& from = seal_from_[index_of(tier)];
    const auto oldest = table(tier).rows().first_in(from, until);
    if (!oldest) continue;
    const Moment block = block_start(tier, *oldest);
    if (is_pending(coarser(tier).value_or(tier), block, block + block_span(tier))) continue;
    Transaction transaction(database_);
    const bool worked = sealer_.seal_part(table(tier), block);
    if (auto done = commit(transaction); !done) return done.error();
    if (!worked) from = block + block_span(tier);  // otherwise it would be tried for ever
    return true;
  }
  if (database_.ok()) return false;
  return database_.take_error();
}

// Whole periods of the coarser tier, of which nothing could be made again without all of its finer
// records; and whole blocks, of this tier and of the finer one, whose records go as well.
std::chrono::seconds RecordStore::unit_of_deletion(Tier tier, Moment oldest) {
  const auto block = table(tier).sealed().first_after(oldest);
  if (block && *block == block_start(tier, oldest)) return block_span(tier);
  const auto below = finer(tier);
  return std::max(period_of(coarser(tier).value_or(tier)),
                  below ? block_span(*below) : std::chrono::seconds{});
}

// Deletes the finer records of a period too. Otherwise a coarser record could be made of them
// again, and would lack the deleted ones.
StoreResult<bool> RecordStore::drop_some(Tier tier, Moment until) {
  const auto oldest = table(tier).oldest();
  if (!database_.ok()) return database_.take_error();
  if (!oldest) return false;
  const auto unit = unit_of_deletion(tier, *oldest);
  const auto floored = [&](Moment time) { return Moment{time.time_since_epoch() / unit * unit}; };
  if (*oldest >= floored(until)) return false;
  const Moment start = floored(*oldest);
  const Moment end = start + unit;
  if (is_pending(coarser(tier).value_or(tier), start, end)) return false;
  Transaction transaction(database_);
  for (const Tier each : all_tiers) {
    if (each > tier) break;
    table(each).drop(start, end);
    database_.prepare("INSERT OR REPLACE INTO dropped (tier, before) VALUES (?, ?)")
        .bind(index_of(each), unix_seconds(std::max(dropped_[index_of(each)], end)))
        .run();
  }
  if (auto done = commit(transaction); !done) return done.error();
  for (const Tier each : all_tiers) {
    if (each <= tier) dropped_[index_of(each)] = std::max(dropped_[index_of(each)], end);
  }
  return true;
}

bool RecordStore::is_pending(Tier tier, Moment from, Moment to) {
  for (const Tier each : all_tiers) {
    if (each <= tier && !pending(each, from, to).empty()) return true;
  }
  return false;
}

std::uint64_t RecordStore::damaged() const {
  std::uint64_t sum = 0;
  for (const RecordTable& table : tables_) sum += table.damaged();
  return sum;
}

}  // namespace peeringd
