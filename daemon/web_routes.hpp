// The pages of the HTTP endpoint, wired to the engine.
#pragma once

#include "daemon/alert_watch.hpp"
#include "engine/engine.hpp"
#include "http/router.hpp"
#include "metrics/exposition.hpp"

namespace peeringd {

/// `/metrics`, `/api/v1/connections`, `/-/healthy` (the probing loop turns), `/-/ready` (it has
/// started) and `/`. The handlers run on the server's thread and ask the engine on the loop's;
/// `engine` and `alerts` must outlive them.
Router make_web_routes(Engine& engine, const AlertWatch& alerts,
                       const boost::asio::any_io_executor& loop, const DaemonFacts& facts);

}  // namespace peeringd
