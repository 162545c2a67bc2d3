#include "route_sources/bmp_station.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <utility>

#include "log/log.hpp"
#include "log/repeat_limit.hpp"
#include "net/socket.hpp"
#include "route_sources/bmp_candidate.hpp"
#include "route_sources/bmp_connection.hpp"
#include "route_sources/bmp_listeners.hpp"
#include "route_sources/connection_reports.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

/// A router that vanished without a word is noticed within 45 s.
void check_that_it_lives(Tcp::socket& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  set_option(socket.native_handle(), IPPROTO_TCP, TCP_KEEPIDLE, 30);
  set_option(socket.native_handle(), IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set_option(socket.native_handle(), IPPROTO_TCP, TCP_KEEPCNT, 3);
}

struct Router {
  BmpRouter config;
  RouteSourceStatus status;
  std::shared_ptr<BmpConnection> connection{};  ///< null: not connected
  std::shared_ptr<BmpCandidate> candidate{};    ///< the latest; may be closed
  bool reported = false;                        ///< connected, as the last SourceChange says
  ConnectionReports reports{config.name};
  log::RepeatLimit gap_reports{};  ///< each router has its own, to be named
};

}  // namespace

struct BmpStation::State {
  State(asio::any_io_executor on, const Clock& time, Observed sink)
      : clock(time), observed(std::move(sink)) {
    listeners.emplace(std::move(on), clock,
                      [this](Tcp::socket socket) { admit(std::move(socket)); });
  }

  void admit(Tcp::socket socket) {
    error_code error;
    const IpAddress address = unmapped(socket.remote_endpoint(error).address());
    if (error) return;
    const auto router = std::find_if(routers.begin(), routers.end(), [&](const auto& known) {
      return known->config.address == address;
    });
    if (router == routers.end()) {
      ++strangers;
      if (const auto left_out = stranger_reports.admit(0, clock.now())) {
        log::warning("refused a BMP connection from {}, which is not a configured router{}",
                     address.to_string(), log::left_out_suffix(*left_out));
      }
      return;
    }
    check_that_it_lives(socket);
    drop_candidate(**router);
    if (has_session(**router)) {
      await_initiation(*router, std::move(socket));
    } else {
      connect(*router, std::move(socket), {});
    }
  }

  /// Whether the router has sent anything, which a new connection would end.
  static bool has_session(const Router& router) {
    return router.connection && router.connection->counts().messages > 0;
  }

  static void drop_candidate(Router& router) {
    if (const auto candidate = std::exchange(router.candidate, nullptr)) candidate->close();
  }

  void await_initiation(const std::shared_ptr<Router>& router, Tcp::socket socket) {
    const std::weak_ptr<Router> weak = router;
    BmpCandidate::Callbacks callbacks;
    callbacks.on_initiation = [this, weak](Tcp::socket begun, std::vector<std::uint8_t> received) {
      if (const auto known = weak.lock()) connect(known, std::move(begun), std::move(received));
    };
    callbacks.on_closed = [weak](RouteSourceError why) {
      if (const auto known = weak.lock()) known->status.count(why);
    };
    router->candidate = std::make_shared<BmpCandidate>(std::move(socket), std::move(callbacks));
    router->candidate->start();
  }

  /// Replaces the connection of the router, if it has one. `received` has arrived already.
  void connect(const std::shared_ptr<Router>& router, Tcp::socket socket,
               std::vector<std::uint8_t> received) {
    end(*router, "it connected again");
    BmpConnection::Callbacks callbacks;
    const std::weak_ptr<Router> weak = router;
    callbacks.on_message = [this, weak] {
      if (const auto known = weak.lock()) known->status.last_message = clock.wall();
    };
    callbacks.on_report = [this, weak](const BmpReport& report) {
      if (const auto known = weak.lock()) warn_of_gap(*known, report);
      std::visit([this](const auto& value) { observed(value); }, report);
    };
    callbacks.on_closed = [this, weak](std::optional<RouteSourceError> why,
                                       const std::string& text) {
      const auto known = weak.lock();
      if (!known) return;
      if (why) known->status.count(*why);
      end(*known, text);
    };
    BmpSession session(router->config.name, router->config.view, filter);
    router->connection = std::make_shared<BmpConnection>(std::move(socket), std::move(session),
                                                         std::move(callbacks));
    router->reports.connected();
    router->connection->start(std::move(received));
    report_change(*router);
  }

  void warn_of_gap(Router& router, const BmpReport& report) {
    const auto* const change = std::get_if<SessionChange>(&report);
    if (change == nullptr || change->what != SessionChange::What::incomplete) return;
    if (const auto left_out = router.gap_reports.admit(0, clock.now())) {
      const bool local = change->at.view == RouteView::local;
      log::warning(
          "BMP: router {}: cannot read the whole table of {}, so routes that it lacks are "
          "unknown (does the session use add-path?){}",
          router.config.name, local ? "the router" : change->at.peer.to_string(),
          log::left_out_suffix(*left_out));
    }
  }

  /// As disconnect(), and logs why.
  void end(Router& router, const std::string& why) {
    if (router.connection) router.reports.disconnected(why, clock.now());
    disconnect(router);
  }

  /// Ends the connection of a router, if it has one; nothing is known of its routes then. Also
  /// reports the end of an earlier connection, if reporting it has thrown.
  void disconnect(Router& router) {
    if (const auto connection = std::exchange(router.connection, nullptr)) {
      add_counts(router.status, connection->counts());
      connection->close();
    }
    report_change(router);
  }

  /// Reports whether the router is connected, if that has changed. Again later, if it throws.
  void report_change(Router& router) {
    const bool connected = router.connection != nullptr;
    if (connected == router.reported) return;
    observed(SourceChange{RouteSource::bmp, router.config.name, connected});
    router.reported = connected;
  }

  static void add_counts(RouteSourceStatus& status, const BmpCounts& counts) {
    status.messages += counts.messages;
    status.errors[static_cast<std::size_t>(RouteSourceError::malformed)] += counts.malformed;
  }

  void close() {
    listeners.reset();
    for (const auto& router : routers) {
      drop_candidate(*router);
      if (router->connection) router->connection->close();
    }
  }

  const Clock& clock;
  Observed observed;
  std::shared_ptr<const PrefixFilter> filter;
  std::vector<std::shared_ptr<Router>> routers;
  std::uint64_t strangers = 0;
  log::RepeatLimit stranger_reports;
  std::optional<BmpListeners> listeners;
};

BmpStation::BmpStation(asio::any_io_executor executor, const Clock& clock, Observed observed)
    : state_(std::make_shared<State>(std::move(executor), clock, std::move(observed))) {}

BmpStation::~BmpStation() {
  state_->close();
}

void BmpStation::use(const BmpConfig& config, std::shared_ptr<const PrefixFilter> filter,
                     bool new_tables, BmpSockets opened) {
  state_->filter = std::move(filter);
  std::vector<std::shared_ptr<Router>> before = std::exchange(state_->routers, {});
  for (const BmpRouter& router : config.routers) {
    const auto same = std::find_if(before.begin(), before.end(), [&](const auto& known) {
      return known && known->config == router;
    });
    if (same == before.end()) {
      state_->routers.push_back(std::make_shared<Router>(Router{router, {router.name}}));
    } else {
      state_->routers.push_back(std::exchange(*same, nullptr));
      if (new_tables) {
        state_->routers.back()->reports.closed();
        state_->disconnect(*state_->routers.back());
      }
    }
  }
  for (const auto& removed : before) {
    if (!removed) continue;
    State::drop_candidate(*removed);
    state_->disconnect(*removed);
  }
  state_->listeners->listen_on(config.listen, std::move(opened));
}

void BmpStation::tick() {
  for (const auto& router : state_->routers) {
    router->reports.tick(state_->clock.now());
    state_->report_change(*router);
    if (const auto connection = router->connection) connection->report_activity();
  }
}

std::vector<RouteSourceStatus> BmpStation::status() const {
  std::vector<RouteSourceStatus> all;
  for (const auto& router : state_->routers) {
    RouteSourceStatus status = router->status;
    status.up = router->connection != nullptr;
    if (status.up) State::add_counts(status, router->connection->counts());
    all.push_back(std::move(status));
  }
  return all;
}

std::uint64_t BmpStation::strangers() const {
  return state_->strangers;
}

}  // namespace peeringd
