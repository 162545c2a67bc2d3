// Gets routes from RIPE RIS Live: what RIS peers all over the world see of our prefixes. Reconnects
// when the stream ends, falls silent or is late; see ris_health.hpp.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "model/prefix_set.hpp"
#include "model/route.hpp"
#include "model/route_rules.hpp"
#include "model/route_source_status.hpp"
#include "ris/ris_health.hpp"

namespace peeringd {

struct RisOptions {
  RisLimits limits{};
  std::vector<IpPrefix> beacons;                   ///< see ris_beacons()
  Duration first_delay = std::chrono::seconds{2};  ///< before an attempt to reconnect
  Duration last_delay = std::chrono::minutes{5};
};

/// All members and the callback run on the executor's thread, which must not be the probing loop.
class RisClient {
 public:
  using Observation = std::variant<RouteObservation, SessionChange, SourceChange>;
  using OnObservation = std::function<void(const Observation&)>;

  /// The clock must outlive the executor's loop. `on_observation` must not destroy this object. It
  /// gets a SourceChange when the stream becomes current, and when it no longer is.
  RisClient(boost::asio::any_io_executor executor, const Clock& clock, RisOptions options,
            OnObservation on_observation);
  RisClient(const RisClient&) = delete;
  RisClient& operator=(const RisClient&) = delete;
  /// Closes the connection. The loop runs until the coroutines have ended.
  ~RisClient();

  /// Connects to `server` and subscribes to `monitored` and their more-specifics. A later call
  /// replaces both: the connection stays if the server does.
  void use(RisConfig server, PrefixSet monitored);

  /// `synchronised` is RisHealth::current().
  RisStatus status() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace peeringd
