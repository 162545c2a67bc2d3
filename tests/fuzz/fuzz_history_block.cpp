// A sealed block of the history's file, which may be damaged.
#include "fuzz/expect.hpp"
#include "record/block_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peeringd;
  using fuzz::expect;
  constexpr StoredId owner = 7;
  constexpr std::size_t periods = 4;
  const auto block = decode_block({data, size}, owner, periods);
  if (!block) return 0;
  expect(block->series.size() <= max_block_series, "the number of series is limited");
  for (const BlockSeries& series : block->series) {
    expect(series.records.size() == periods, "each series has all periods");
    expect(block->records_of(series.series).has_value(), "the records of each series are found");
  }
  block->records_of(owner);
  return 0;
}
