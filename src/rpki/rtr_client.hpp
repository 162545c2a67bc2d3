// Gets VRPs from RTR caches over TCP: connects to the first cache that works, and to the next one
// if it fails. The protocol itself is in rtr_session.hpp.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "model/prefix_set.hpp"
#include "model/route_rules.hpp"
#include "model/route_source_status.hpp"
#include "model/vrp.hpp"

namespace peeringd {

/// All members and the callback run on the executor's thread, which must not be the probing loop.
class RtrClient {
 public:
  using OnChange = std::function<void(const VrpChange&)>;

  /// The clock must outlive the executor's loop. `on_change` must not destroy this object.
  RtrClient(boost::asio::any_io_executor executor, const Clock& clock, OnChange on_change);
  RtrClient(const RtrClient&) = delete;
  RtrClient& operator=(const RtrClient&) = delete;
  /// Closes the connection. The loop runs until the coroutine has ended.
  ~RtrClient();

  /// Connects to the first of `caches` that works, and keeps VRPs that overlap `monitored`. A later
  /// call replaces both: the connection stays if its cache does.
  void use(std::vector<RtrCache> caches, PrefixSet monitored);

  RpkiStatus status() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace peeringd
