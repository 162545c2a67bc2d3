#include "history/record_sealer.hpp"

#include <algorithm>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

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

bool RecordSealer::seal_part(RecordTable& table, Moment block) {
  if (last_ != std::pair(table.tier(), block)) refused_.clear();
  last_ = {table.tier(), block};
  const Moment end = block + block_span(table.tier());
  auto start = table.rows().first_in(block, end);
  if (!start) return true;
  std::vector<StoredId> owners;
  for (; start && owners.empty(); start = table.rows().first_in(*start + 1s, end)) {
    owners = next_owners(table, *start);
  }
  std::vector<StoredId> series;
  for (const StoredId owner : owners) {
    const auto members = members_.members_of(owner);
    series.insert(series.end(), members.begin(), members.end());
  }
  std::ranges::sort(series);
  load(table, block, series);
  for (const StoredId owner : owners) {
    if (!seal(table, block, owner)) refuse(owner);
  }
  erase_rows(table, block);
  return !owners.empty();
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
    if (refused_.contains(owner) || std::ranges::find(owners, owner) != owners.end()) continue;
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
bool RecordSealer::seal(RecordTable& table, Moment block, StoredId owner) {
  RecordBlock sealed = table.sealed().find(block, owner).value_or(RecordBlock{owner, {}, {}});
  restore_sum(sealed);
  for (const StoredId member : members_.members_of(owner)) {
    auto& records = loaded(member)->records;
    if (!records.empty()) add_records(sealed, member, std::move(records));
  }
  if (sealed.series.empty()) return true;
  std::ranges::sort(sealed.series, {}, &BlockSeries::series);
  leave_out_sum(sealed);
  return table.sealed().put(block, sealed);
}

// Its rows are not erased.
void RecordSealer::refuse(StoredId owner) {
  refused_.insert(owner);
  for (const StoredId member : members_.members_of(owner)) {
    std::erase_if(loaded_, [&](const Loaded& each) { return each.series == member; });
  }
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
