// How much a store reads and sends for a report, and what is too much. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "daemon/web/history_query.hpp"

namespace peeringd {

/// The grid of a report of this number of prefixes, no finer than the answer may be large. The
/// error is that the span is too long.
Result<HistoryGrid> grid_for(SpanQuery span, std::size_t prefixes);

/// Why a report of these prefixes may not be read; none if it may. A store of several servers sends
/// each sample of the span to the one that answers, whatever the grid.
std::optional<Error> too_much_to_read(std::chrono::seconds span, std::size_t prefixes,
                                      std::uint64_t max_raw_samples);

}  // namespace peeringd
