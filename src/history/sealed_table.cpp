#include "history/sealed_table.hpp"

#include <string>

#include "history/schema.hpp"

namespace peeringd {
namespace {

std::string with_sealed(Tier tier, const std::string& before, const std::string& after) {
  return before + sealed_table_of(tier) + after;
}

std::optional<std::int64_t> in_microseconds(std::optional<Duration> duration) {
  if (!duration) return std::nullopt;
  return std::chrono::round<std::chrono::microseconds>(*duration).count();
}

// The first row of the blocks that begin at `time` or later.
std::int64_t first_row(Tier tier, Moment time) {
  constexpr std::int64_t most_blocks = std::int64_t{1} << 38;
  const auto seconds = time.time_since_epoch();
  const auto span = block_span(tier);
  const std::int64_t block = seconds / span + (seconds % span > std::chrono::seconds{} ? 1 : 0);
  return block >= most_blocks ? INT64_MAX : block << series_bits;
}

}  // namespace

SealedTable::SealedTable(Database& database, Tier tier)
    : tier_(tier),
      find_(database.prepare(with_sealed(tier, "SELECT data FROM ", " WHERE id = ?"))),
      put_(database.prepare(with_sealed(tier, "INSERT OR REPLACE INTO ",
                                        " (id, sent, received, lost, median_us, p95_us, data)"
                                        " VALUES (?, ?, ?, ?, ?, ?, ?)"))),
      range_(database.prepare(
          with_sealed(tier, "SELECT id, data FROM ", " WHERE id >= ? AND id < ? ORDER BY id"))),
      first_(database.prepare(
          with_sealed(tier, "SELECT id FROM ", " WHERE id >= ? ORDER BY id LIMIT 1"))),
      last_(database.prepare(with_sealed(tier, "SELECT max(id) FROM ", ""))),
      drop_(database.prepare(with_sealed(tier, "DELETE FROM ", " WHERE id >= ? AND id < ?"))) {}

std::optional<RecordBlock> SealedTable::decoded(std::span<const std::uint8_t> bytes,
                                                StoredId owner) {
  auto block = decode_block(bytes, owner, periods_of_block(tier_));
  if (block) return std::move(*block);
  ++damaged_;
  return std::nullopt;
}

std::optional<RecordBlock> SealedTable::find(Moment block, StoredId owner) {
  if (!find_.bind(block_row(tier_, block, owner)).next()) return std::nullopt;
  auto records = decoded(find_.bytes(0), owner);
  find_.finish();
  return records;
}

void SealedTable::put(Moment block, const RecordBlock& records) {
  PeriodRecord sum;  // for people who read the file
  for (const PeriodRecord& record :
       records.records_of(records.owner).value_or(std::vector<PeriodRecord>{})) {
    sum += record;
  }
  const Bytes bytes = encode_block(records, periods_of_block(tier_));
  put_.bind(block_row(tier_, block, records.owner), sum.sent, sum.received, sum.lost_total(),
            in_microseconds(sum.round_trips.quantile(0.5)),
            in_microseconds(sum.round_trips.quantile(0.95)), std::span<const std::uint8_t>(bytes))
      .run();
}

void SealedTable::erase(Moment block, StoredId owner) {
  const std::int64_t row = block_row(tier_, block, owner);
  drop_.bind(row, row + 1).run();
}

std::optional<Moment> SealedTable::first_after(Moment time) {
  if (!first_.bind(block_row(tier_, block_start(tier_, time), 0)).next()) return std::nullopt;
  const Moment block = block_of_row(tier_, first_.integer(0));
  first_.finish();
  return block;
}

std::optional<Moment> SealedTable::end() {
  last_.bind();
  if (!last_.next()) return std::nullopt;
  const bool none = last_.is_null(0);
  const Moment block = block_of_row(tier_, last_.integer(0));
  last_.finish();
  return none ? std::nullopt : std::optional(block + block_span(tier_));
}

std::optional<Moment> SealedTable::first_of(StoredId owner, Moment time) {
  for (auto block = first_after(time); block; block = first_after(*block + block_span(tier_))) {
    find_.bind(block_row(tier_, *block, owner));
    const bool found = find_.next();
    find_.finish();
    if (found) return block;
  }
  return std::nullopt;
}

void SealedTable::drop(Moment from, Moment to) {
  drop_.bind(first_row(tier_, from), first_row(tier_, to)).run();
}

}  // namespace peeringd
