#include "record/block_codec.hpp"

#include <algorithm>
#include <memory>

#include "record/range_coder.hpp"
#include "record/record_model.hpp"

namespace peeringd {
namespace {

// Coded at the end: damaged bytes hardly ever lead to it.
constexpr unsigned end_mark = 0xb10c;
constexpr unsigned end_mark_bits = 16;

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

}  // namespace

// The rows of the records are deleted once they are in a block, so it is read back first.
Result<Bytes> encode_block(const RecordBlock& block, std::size_t periods) {
  Bytes bytes;
  RangeEncoder encoder(bytes);
  RecordBlock copy = block;  // which the coder could change
  const bool coded = BlockCoder(encoder, periods).code(copy);
  encoder.finish();
  if (!coded) return Error{"a block of too many series"};
  const auto read = decode_block(bytes, block.owner, periods);
  if (!read || *read != block) return Error{"a block that would not be read back"};
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
