// The pages of the HTTP endpoint, wired to the engine.
#pragma once

#include "daemon/alert_watch.hpp"
#include "daemon/reloader.hpp"
#include "engine/engine.hpp"
#include "http/router.hpp"

namespace peeringd {

/// `/metrics`, `/api/v1/connections`, `/-/healthy` (the probing loop turns), `/-/ready` (it has
/// started), POST to `/-/reload` where the configuration allows it, and `/`. The handlers run on
/// the server's thread and ask the engine on the loop's; all that is given must outlive them.
Router make_web_routes(Engine& engine, AlertWatch& alerts, Reloader& reloader,
                       const boost::asio::any_io_executor& loop);

}  // namespace peeringd
