// A PeriodRecord as bytes: what the history's file holds of it. A quiet minute takes about 20.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "model/period_record.hpp"

namespace peeringd {

/// A byte of flags, which say what of the following is there, then varints (history/varint.hpp):
///
///     sum of differences, in 100 ns
///     sent                               if it is not received + lost
///     received                           if it is not the number of round-trip times
///     number of differences              if it is not received
///     inconclusive, skipped              if not 0
///     lost: mask of reasons, a count for each       if any
///     errors: mask of reasons, a count for each     if any
///     for each bucket, to the end: its distance to the one before, times two, plus one if the
///                                  bucket holds more than 1; then its count less 2, in that case
///
/// Appends to `bytes`. Counts must be below 2^48.
void encode(const PeriodRecord& record, std::vector<std::uint8_t>& bytes);

/// The record in `bytes`, which may be of any origin: the file may be damaged.
Result<PeriodRecord> decode_record(std::span<const std::uint8_t> bytes);

}  // namespace peeringd
