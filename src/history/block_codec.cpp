#include "history/block_codec.hpp"

#include <algorithm>
#include <memory>

#include "history/range_coder.hpp"
#include "history/record_model.hpp"

namespace peeringd {
namespace {

// Coded at the end: damaged bytes hardly ever lead to it.
constexpr unsigned end_mark = 0xb10c;
constexpr unsigned end_mark_bits = 16;

// Of more series, not all combinations are tried.
constexpr std::size_t max_tried_parts = 6;

/// The same code writes a block and reads it.
template <typename Coder>
class BlockCoder {
 public:
  BlockCoder(Coder& coder, std::size_t periods) : coder_(coder), periods_(periods) {}

  bool code(RecordBlock& block) {
    const std::uint64_t size = number_.code(coder_, block.series.size());
    if (size > max_block_series) return false;
    block.series.resize(size);
    std::int64_t before = block.owner;
    for (BlockSeries& each : block.series) {
      const std::int64_t distance = std::int64_t{each.series} - before;
      before += unfolded(number_.code(coder_, folded(distance)));
      if (before < 0 || before >= series_end) return false;
      each.series = static_cast<StoredId>(before);
    }
    code_summed(block);
    for (BlockSeries& each : block.series) {
      if (!code_series(each)) return false;
    }
    return code_end();
  }

 private:
  void code_summed(RecordBlock& block) {
    std::vector<std::size_t> coded;
    for (std::size_t i = 0; i < block.series.size(); ++i) {
      const bool summed = std::ranges::find(block.summed, i) != block.summed.end();
      if (coder_.code(summed_, summed ? 1U : 0U) != 0) coded.push_back(i);
    }
    block.summed = std::move(coded);
  }

  bool code_series(BlockSeries& series) {
    series.records.resize(periods_);
    SeriesModel model;
    unsigned present = 0;
    for (PeriodRecord& record : series.records) {
      present = coder_.code(present_[present], record.empty() ? 0U : 1U);
      if (present == 0) continue;
      if (!model.code(coder_, *models_, record)) return false;
      if constexpr (Coder::decodes) {
        if (coder_.overrun()) return false;
      }
    }
    return true;
  }

  bool code_end() {
    unsigned mark = 0;
    for (unsigned i = 0; i < end_mark_bits; ++i) {
      mark = mark << 1 | coder_.code_even(end_mark >> (end_mark_bits - 1 - i) & 1U);
    }
    return mark == end_mark;
  }

  Coder& coder_;
  const std::size_t periods_;
  NumberModel number_;
  BitModel summed_;
  std::array<BitModel, 2> present_;  // by whether the record before was
  std::unique_ptr<RecordModels> models_ = std::make_unique<RecordModels>();
};

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

Bytes encode_block(const RecordBlock& block, std::size_t periods) {
  Bytes bytes;
  RangeEncoder encoder(bytes);
  RecordBlock copy = block;  // which the coder could change
  BlockCoder(encoder, periods).code(copy);
  encoder.finish();
  return bytes;
}

Result<RecordBlock> decode_block(std::span<const std::uint8_t> bytes, StoredId owner,
                                 std::size_t periods) {
  RangeDecoder decoder(bytes);
  RecordBlock block{owner, {}, {}};
  if (!BlockCoder(decoder, periods).code(block)) return Error{"a damaged block"};
  return block;
}

}  // namespace peeringd
