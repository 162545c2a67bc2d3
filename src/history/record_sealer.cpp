#include "history/record_sealer.hpp"

#include <algorithm>

namespace peeringd {
namespace {

constexpr std::size_t records_of_a_part = 12'000;

// Calls `visit(StoredId first, StoredId last)` for each range of adjacent series.
template <typename Loaded, typename Visit>
void for_each_range(const std::vector<Loaded>& loaded, Visit visit) {
  for (std::size_t i = 0; i < loaded.size();) {
    std::size_t next = i + 1;
    while (next < loaded.size() && loaded[next].series == loaded[next - 1].series + 1) ++next;
    visit(loaded[i].series, loaded[next - 1].series + 1);
    i = next;
  }
}

}  // namespace

void RecordSealer::seal_part(RecordTable& table, Moment block) {
  const auto start = table.rows().first_in(block, block + block_span(table.tier()));
  if (!start) return;
  const auto owners = next_owners(table, *start);
  std::vector<StoredId> series;
  for (const StoredId owner : owners) {
    const auto members = members_.members_of(owner);
    series.insert(series.end(), members.begin(), members.end());
  }
  std::ranges::sort(series);
  load(table, block, series);
  for (const StoredId owner : owners) seal(table, block, owner);
  erase_rows(table, block);
}

// In the order of their numbers, which is that of the blocks in the file: so its pages fill up.
std::vector<StoredId> RecordSealer::next_owners(RecordTable& table, Moment start) const {
  const std::size_t most =
      std::max<std::size_t>(records_of_a_part / periods_of_block(table.tier()), 1);
  std::vector<StoredId> owners;
  std::size_t size = 0;
  StoredId from = 0;
  while (size < most) {
    const auto series = table.rows().first_series(start, from);
    if (!series) break;
    from = *series + 1;
    const StoredId owner = members_.owner_of(*series);
    if (std::ranges::find(owners, owner) != owners.end()) continue;
    owners.push_back(owner);
    size += members_.members_of(owner).size();
  }
  return owners;
}

void RecordSealer::load(RecordTable& table, Moment block, const std::vector<StoredId>& series) {
  loaded_.clear();
  for (const StoredId each : series) loaded_.push_back({each, {}});
  const std::size_t periods = periods_of_block(table.tier());
  for_each_range(loaded_, [&](StoredId first, StoredId last) {
    for (std::size_t i = 0; i < periods; ++i) {
      const Moment start = block + period_of(table.tier()) * static_cast<std::int64_t>(i);
      table.rows().visit(start, first, last, [&](Moment, StoredId id, PeriodRecord&& record) {
        auto& records = loaded(id)->records;
        records.resize(periods);
        records[i] = std::move(record);
      });
    }
  });
}

RecordSealer::Loaded* RecordSealer::loaded(StoredId series) {
  const auto found = std::ranges::lower_bound(loaded_, series, {}, &Loaded::series);
  return found != loaded_.end() && found->series == series ? &*found : nullptr;
}

// Adds the rows to what is sealed already.
void RecordSealer::seal(RecordTable& table, Moment block, StoredId owner) {
  RecordBlock sealed = table.sealed().find(block, owner).value_or(RecordBlock{owner, {}, {}});
  if (!sealed.summed.empty()) {
    auto sums = sealed.records_of(owner);
    sealed.summed.clear();
    sealed.series.push_back({owner, *std::move(sums)});
  }
  for (const StoredId member : members_.members_of(owner)) {
    auto& records = loaded(member)->records;
    if (records.empty()) continue;
    const auto found = std::ranges::find(sealed.series, member, &BlockSeries::series);
    if (found == sealed.series.end()) {
      sealed.series.push_back({member, std::move(records)});
      continue;
    }
    for (std::size_t i = 0; i < records.size(); ++i) found->records[i] += records[i];
  }
  if (sealed.series.empty()) return;
  std::ranges::sort(sealed.series, {}, &BlockSeries::series);
  leave_out_sum(sealed);
  table.sealed().put(block, sealed);
}

void RecordSealer::erase_rows(RecordTable& table, Moment block) {
  for_each_range(loaded_, [&](StoredId first, StoredId last) {
    for (Moment start = block; start < block + block_span(table.tier());
         start += period_of(table.tier())) {
      table.rows().erase(start, first, last);
    }
  });
}

}  // namespace peeringd
