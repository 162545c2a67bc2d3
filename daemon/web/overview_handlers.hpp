// The handlers of the web UI over a store: the same as those of the daemon where a store has the
// data.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "fleet/store_watch.hpp"
#include "http/router.hpp"

namespace peeringd {

/// The page, `/metrics` (of the store's answers), `/api/v1/overview`, `/api/v1/history` with its
/// CSV and hours, `/api/v1/groups/NAME/compare`, `/-/healthy` and `/-/ready` (there is data). Other
/// routes of the daemon answer 404 with a sentence. `max_raw_samples`: see add_store_reports(). All
/// arguments must outlive the routes.
Router make_overview_handlers(StoreWatch& watch, const Clock& clock,
                              const boost::asio::any_io_executor& loop, std::string version,
                              std::uint64_t max_raw_samples);

}  // namespace peeringd
