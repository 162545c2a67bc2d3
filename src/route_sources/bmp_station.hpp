// The BMP monitoring station: routers connect to it and report their routes (RFC 7854 section 3.2).
// Connections from other addresses are closed immediately. One connection per router: a new one
// replaces the previous one once it has sent an Initiation, because the router may have restarted.
// One thread, that of the executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "bgp/prefix_filter.hpp"
#include "model/route_rules.hpp"
#include "model/route_source_status.hpp"
#include "route_sources/bmp_sockets.hpp"

namespace peeringd {

class BmpStation {
 public:
  using Observation = std::variant<RouteObservation, SessionChange, SourceChange>;
  using Observed = std::function<void(const Observation&)>;

  /// `clock` must outlive the station. `observed` is called on the executor, not after the
  /// destructor.
  BmpStation(boost::asio::any_io_executor executor, const Clock& clock, Observed observed);
  ~BmpStation();
  BmpStation(const BmpStation&) = delete;
  BmpStation& operator=(const BmpStation&) = delete;

  /// Listens and accepts as the configuration says. An address that cannot be listened on is
  /// retried every few seconds. Connections stay if their router is configured as before and
  /// `filter` contains nothing new; the others are closed, so that their routers send all tables
  /// again. `opened`: listening sockets for addresses that are new.
  void use(const BmpConfig& config, std::shared_ptr<const PrefixFilter> filter, bool new_tables,
           BmpSockets opened = {});

  /// Reports which tables are being received. Call it each second.
  void tick();

  /// One for each router, in the order of the configuration. `synchronised` is not set.
  std::vector<RouteSourceStatus> status() const;

  /// Connections from addresses that are not configured.
  std::uint64_t strangers() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace peeringd
