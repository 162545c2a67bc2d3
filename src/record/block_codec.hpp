// Compresses the records of a path or a prefix over a span of time for the history's file
// (arithmetic coding with the model of record_model.hpp), and decodes them. They take a third to a
// half of the bytes of single records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "record/record_block.hpp"
#include "record/varint.hpp"

namespace peeringd {

/// The number of series in a block is limited.
inline constexpr std::size_t max_block_series = 1000;

/// The bytes of a block, of which decode_block() makes the same block; an error if there are too
/// many series or if a number is too large. All series must have `periods` records.
Result<Bytes> encode_block(const RecordBlock& block, std::size_t periods);

/// The block of `owner` in `bytes`, which may be of any origin: the file may be damaged.
Result<RecordBlock> decode_block(std::span<const std::uint8_t> bytes, StoredId owner,
                                 std::size_t periods);

}  // namespace peeringd
