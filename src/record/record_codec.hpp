// Encodes a PeriodRecord as bytes for the history's file. A quiet minute takes about 20 bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "model/period_record.hpp"

namespace peeringd {

/// A byte of flags, which say which of the following parts exist, then varints
/// (record/varint.hpp):
///
///     sum of differences, in 100 ns
///     sent                               if it is not received + lost
///     received                           if it is not the number of round-trip times
///     number of differences              if it is not received
///     inconclusive, skipped              if not 0
///     lost: mask of reasons, a count for each       if any
///     errors: mask of reasons, a count for each     if any
///
/// and, if there are round-trip times: the number of buckets, the index of the first, a byte with
/// two Rice parameters (record/rice_code.hpp), and for each bucket in bits its distance to the one
/// before less 1 (not for the first), and its count less 1.
///
/// Appends to `bytes`. Counts must be below 2^48.
void encode(const PeriodRecord& record, std::vector<std::uint8_t>& bytes);

/// The record in `bytes`, which may be of any origin: the file may be damaged.
Result<PeriodRecord> decode_record(std::span<const std::uint8_t> bytes);

}  // namespace peeringd
