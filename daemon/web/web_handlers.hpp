// The handlers of the HTTP endpoint.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "assessment/monitor.hpp"
#include "base/clock.hpp"
#include "daemon/reloader.hpp"
#include "event/recent_events.hpp"
#include "history/history.hpp"
#include "http/router.hpp"
#include "report/overview_json.hpp"
#include "route_sources/route_monitor.hpp"

namespace peeringd {

/// The objects that the pages show. They must outlive the handlers.
struct WebParts {
  Monitor& monitor;
  const RecentEvents& events;
  Reloader& reloader;
  const Clock& clock;
  History* history = nullptr;  ///< null: off
  const RouteMonitor* routes = nullptr;
  DaemonIdentity identity{};
  const HttpServer* server = nullptr;  ///< that of these handlers; null: its metrics are absent
};

/// The routes: the page and its files, `/metrics`, the paths below `/api/v1`, `/-/healthy` (the
/// probing loop turns), `/-/ready` (it has started), and POST to `/-/reload` and
/// `/api/v1/maintenance`, which refuse unless the configuration allows it. The handlers run on the
/// server's thread; their continuations on those of the monitor, the history and the loop.
Router make_web_handlers(const WebParts& parts, const boost::asio::any_io_executor& loop);

}  // namespace peeringd
