// The reports of the page over a store: a prefix over time, and the connections of a redundancy
// group side by side.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "fleet/store_watch.hpp"
#include "http/router.hpp"

namespace peeringd {

/// Adds `/api/v1/history` with its CSV and hours, and `/api/v1/groups/{name}/compare`. Spans for
/// which the store would read more than `max_raw_samples` get a 413 with the longest possible one.
/// The arguments must outlive the routes.
void add_store_reports(Router& router, StoreWatch& watch, const Clock& clock,
                       std::uint64_t max_raw_samples);

}  // namespace peeringd
