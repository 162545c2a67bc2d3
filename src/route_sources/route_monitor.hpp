// Monitors the routes of the configured prefixes: runs the sources (BMP station, RTR caches, RIS
// Live) on a thread of its own, evaluates what they report (routes/observe), and publishes the
// events.
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "model/config.hpp"
#include "model/event.hpp"
#include "model/route_report.hpp"
#include "model/route_source_status.hpp"
#include "route_sources/bmp_sockets.hpp"

namespace peeringd {

class RouteMonitor {
 public:
  /// The clock, and what `events` refers to, must outlive this object.
  RouteMonitor(const Clock& clock, EventSink events);
  RouteMonitor(const RouteMonitor&) = delete;
  RouteMonitor& operator=(const RouteMonitor&) = delete;
  ~RouteMonitor();  // NOLINT(bugprone-exception-escape): as stop()

  /// Starts, changes or ends the sources as the configuration says. The state of unchanged
  /// prefixes and sources is kept. `opened`: see open_added_bmp_sockets(). Does not wait. Any
  /// thread.
  void use(std::shared_ptr<const Config> config, BmpSockets opened = {});

  /// The sources as of the last second; never null. Any thread.
  std::shared_ptr<const RouteSourceFacts> facts() const;

  /// The routes as of the last second; null before the first configuration with rules. Any thread.
  std::shared_ptr<const RouteReport> report() const;

  /// Closes all connections and ends the thread. Idempotent.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace peeringd
