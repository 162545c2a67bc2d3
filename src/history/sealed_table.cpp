#include "history/sealed_table.hpp"

#include <string>

#include "history/record_columns.hpp"
#include "history/schema.hpp"

namespace peeringd {

SealedTable::SealedTable(Database& database, Tier tier)
    : tier_(tier),
      find_(database.prepare(select_row(sealed_table_of(tier)))),
      put_(database.prepare(replace_row(sealed_table_of(tier)))),
      range_(database.prepare(select_range(sealed_table_of(tier)))),
      first_(database.prepare("SELECT id FROM " + sealed_table_of(tier) +
                              " WHERE id >= ? ORDER BY id LIMIT 1")),
      last_(database.prepare("SELECT max(id) FROM " + sealed_table_of(tier))),
      drop_(database.prepare(delete_range(sealed_table_of(tier)))) {}

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

bool SealedTable::put(Moment block, const RecordBlock& records) {
  const auto bytes = encode_block(records, periods_of_block(tier_));
  if (!bytes) return false;
  PeriodRecord sum;  // for people who read the file
  for (const PeriodRecord& record :
       records.records_of(records.owner).value_or(std::vector<PeriodRecord>{})) {
    sum += record;
  }
  put_row(put_, block_row(tier_, block, records.owner), sum, *bytes);
  return true;
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
  drop_.bind(first_row(block_span(tier_), from), first_row(block_span(tier_), to)).run();
}

}  // namespace peeringd
