#include "record/record_block.hpp"

#include <algorithm>
#include <cstdint>

namespace peeringd {
namespace {

// Of more series, not all combinations are tried.
constexpr std::size_t max_tried_parts = 6;

bool is_sum(const RecordBlock& block, const std::vector<PeriodRecord>& records) {
  for (std::size_t period = 0; period < records.size(); ++period) {
    std::uint64_t sent = 0;
    for (const std::size_t i : block.summed) sent += block.series[i].records[period].sent;
    if (sent != records[period].sent) return false;
  }
  return *block.records_of(block.owner) == records;
}

}  // namespace

std::optional<std::vector<PeriodRecord>> RecordBlock::records_of(StoredId wanted) const {
  const auto found = std::ranges::find(series, wanted, &BlockSeries::series);
  if (found != series.end()) return found->records;
  if (wanted != owner || summed.empty()) return std::nullopt;
  std::vector<PeriodRecord> sums = series[summed.front()].records;
  for (std::size_t i = 1; i < summed.size(); ++i) {
    const auto& records = series[summed[i]].records;
    for (std::size_t period = 0; period < sums.size(); ++period) sums[period] += records[period];
  }
  return sums;
}

// Which targets counted is not in the file: it was a matter of the configuration.
void leave_out_sum(RecordBlock& block) {
  const auto own = std::ranges::find(block.series, block.owner, &BlockSeries::series);
  const std::size_t parts = block.series.size() - 1;
  if (own == block.series.end() || parts == 0) return;
  const BlockSeries owner = std::move(*own);
  block.series.erase(own);
  const std::uint64_t all = (std::uint64_t{1} << std::min(parts, max_tried_parts)) - 1;
  for (std::uint64_t mask = all; mask > 0; --mask) {
    block.summed.clear();
    for (std::size_t i = 0; i < parts; ++i) {
      if (i >= max_tried_parts || (mask >> i & 1) != 0) block.summed.push_back(i);
    }
    if (is_sum(block, owner.records)) return;
  }
  block.summed.clear();
  block.series.push_back(owner);
}

void restore_sum(RecordBlock& block) {
  if (block.summed.empty()) return;
  auto sums = block.records_of(block.owner);
  block.summed.clear();
  block.series.push_back({block.owner, *std::move(sums)});
}

void add_records(RecordBlock& block, StoredId series, std::vector<PeriodRecord> records) {
  const auto found = std::ranges::find(block.series, series, &BlockSeries::series);
  if (found == block.series.end()) {
    block.series.push_back({series, std::move(records)});
    return;
  }
  for (std::size_t i = 0; i < records.size(); ++i) found->records[i] += records[i];
}

std::vector<StoredId> RecordBlock::all_series() const {
  std::vector<StoredId> all;
  for (const BlockSeries& each : series) all.push_back(each.series);
  if (!summed.empty()) all.push_back(owner);
  return all;
}

}  // namespace peeringd
