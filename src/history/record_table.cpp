#include "history/record_table.hpp"

namespace peeringd {

RecordTable::RecordTable(Database& database, Tier tier, PathMembers& members)
    : tier_(tier), members_(members), rows_(database, tier), sealed_(database, tier) {}

std::optional<PeriodRecord> RecordTable::find(Moment start, StoredId series) {
  std::optional<PeriodRecord> sum;
  visit_series(series, start, start + period_of(tier_), [&](Moment, PeriodRecord&& record) {
    sum ? * sum += record : sum.emplace(std::move(record));
  });
  return sum;
}

void RecordTable::put(Moment start, StoredId series, const PeriodRecord& record) {
  const auto sealed_end = sealed_.end();
  if (sealed_end && start < *sealed_end) {
    unseal(block_start(tier_, start), members_.owner_of(series));
  }
  rows_.put(start, series, record);
}

bool RecordTable::unseal(Moment block, StoredId owner) {
  const auto found = sealed_.find(block, owner);
  if (!found) return false;
  merge_rows(block, *found);
  sealed_.erase(block, owner);
  return true;
}

void RecordTable::merge_rows(Moment block, const RecordBlock& records) {
  for (const StoredId series : records.all_series()) {
    visit_records(block, block, block + block_span(tier_), *records.records_of(series),
                  [&](Moment start, PeriodRecord&& record) { rows_.merge(start, series, record); });
  }
}

// Block by block, so that the file does not grow: in rows, they would take several times as much.
void RecordTable::join_blocks(StoredId from, StoredId into,
                              const std::map<StoredId, StoredId>& ids) {
  for (auto block = sealed_.first_of(from, Moment{}); block;
       block = sealed_.first_of(from, *block + block_span(tier_))) {
    auto joined = sealed_.find(*block, from);
    if (!joined) continue;  // damaged
    restore_sum(*joined);
    joined->owner = into;
    for (BlockSeries& each : joined->series) {
      const auto other = ids.find(each.series);
      if (other != ids.end()) each.series = other->second;
    }
    if (auto present = sealed_.find(*block, into)) {
      restore_sum(*present);
      for (BlockSeries& each : present->series) {
        add_records(*joined, each.series, std::move(each.records));
      }
    }
    std::ranges::sort(joined->series, {}, &BlockSeries::series);
    leave_out_sum(*joined);
    if (!sealed_.put(*block, *joined)) {
      merge_rows(*block, *joined);
      sealed_.erase(*block, into);
    }
    sealed_.erase(*block, from);
  }
}

std::optional<Moment> RecordTable::first_in(Moment from, Moment to) {
  auto first = rows_.first_in(from, to);
  const auto block = sealed_.first_after(from);
  if (block) {
    const Moment sealed = std::max(*block, period_end(tier_, from));
    // What begins after the end of this block is in the next one.
    const bool inside = sealed < *block + block_span(tier_);
    const auto start = inside ? std::optional(sealed) : sealed_.first_after(sealed);
    if (start && *start < to) first = std::min(first.value_or(*start), *start);
  }
  return first;
}

void RecordTable::drop(Moment from, Moment to) {
  rows_.drop(from, to);
  sealed_.drop(from, to);
}

std::vector<Moment> RecordTable::blocks_in(Moment from, Moment to) {
  std::vector<Moment> blocks;
  const auto end = sealed_.end();
  if (!end || from >= *end) return blocks;
  const auto first = sealed_.first_after(from);
  if (!first) return blocks;
  for (Moment block = *first; block < std::min(to, *end); block += block_span(tier_)) {
    blocks.push_back(block);
  }
  return blocks;
}

}  // namespace peeringd
