#include "route_sources/bmp_station.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "base/host_and_port.hpp"
#include "log/log.hpp"
#include "log/repeat_limit.hpp"
#include "route_sources/bmp_connection.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr Duration listen_retry = std::chrono::seconds{5};
constexpr Duration accept_pause = std::chrono::milliseconds{200};

/// A router that vanished without a word is noticed within 45 s.
void check_that_it_lives(Tcp::socket& socket) {
  using Idle = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPIDLE>;
  using Interval = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPINTVL>;
  using Count = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPCNT>;
  error_code ignored;
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  socket.set_option(Idle(30), ignored);
  socket.set_option(Interval(5), ignored);
  socket.set_option(Count(3), ignored);
}

struct Router {
  BmpRouter config;
  RouteSourceStatus status;
  std::shared_ptr<BmpConnection> connection{};  ///< null: not connected
  bool reported = false;                        ///< connected, as the last SourceChange says
  log::RepeatLimit gap_reports{};               ///< each router has its own, to be named
};

std::string text_of(const ListenAddress& at) {
  return host_and_port(at.address.to_string(), at.port);
}

}  // namespace

// Handlers share it. `closed` is set by the station's destructor.
struct BmpStation::State : std::enable_shared_from_this<State> {
  struct Listener {
    Listener(const asio::any_io_executor& executor, ListenAddress address)
        : at(std::move(address)), acceptor(executor), pause(executor) {}

    ListenAddress at;
    Tcp::acceptor acceptor;
    asio::steady_timer pause;
  };

  State(asio::any_io_executor on, const Clock& time, Observed sink)
      : executor(std::move(on)), clock(time), observed(std::move(sink)) {}

  void listen_on(const std::vector<ListenAddress>& addresses) {
    std::erase_if(listeners, [&](const auto& listener) {
      if (std::find(addresses.begin(), addresses.end(), listener->at) != addresses.end()) {
        return false;
      }
      stop(*listener);
      return true;
    });
    for (const ListenAddress& at : addresses) {
      const bool known = std::any_of(listeners.begin(), listeners.end(),
                                     [&at](const auto& listener) { return listener->at == at; });
      if (known) continue;
      listeners.push_back(std::make_shared<Listener>(executor, at));
      open(listeners.back());
    }
  }

  static void stop(Listener& listener) {
    error_code ignored;
    listener.acceptor.close(ignored);
    listener.pause.cancel();
  }

  void open(const std::shared_ptr<Listener>& listener) {
    Tcp::acceptor& acceptor = listener->acceptor;
    const Tcp::endpoint endpoint(listener->at.address, listener->at.port);
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(Tcp::acceptor::max_listen_connections, error);
    if (!error) {
      log::info("BMP station on {}", text_of(listener->at));
      return accept(listener);
    }
    if (const auto left_out = listen_errors.admit(0, clock.now())) {
      log::error("cannot listen for BMP on {}: {}; trying again{}", text_of(listener->at),
                 error.message(), log::left_out_suffix(*left_out));
    }
    error_code ignored;
    acceptor.close(ignored);
    after(listener, listen_retry, [this, listener] { open(listener); });
  }

  template <typename Then>
  void after(const std::shared_ptr<Listener>& listener, Duration pause, Then then) {
    listener->pause.expires_after(pause);
    listener->pause.async_wait(
        [self = shared_from_this(), then = std::move(then)](const error_code& error) {
          if (!error && !self->closed) then();
        });
  }

  void accept(const std::shared_ptr<Listener>& listener) {
    listener->acceptor.async_accept(
        [self = shared_from_this(), listener](const error_code& error, Tcp::socket socket) {
          if (self->closed || !listener->acceptor.is_open()) return;
          if (!error) self->try_to_admit(std::move(socket));
          if (!error || error == asio::error::connection_aborted) return self->accept(listener);
          // A shortage of descriptors or memory, which only time can end.
          self->after(listener, accept_pause,
                      [self = self.get(), listener] { self->accept(listener); });
        });
  }

  // The listener must go on whatever happens.
  void try_to_admit(Tcp::socket socket) {
    try {
      admit(std::move(socket));
    } catch (const std::exception& failure) {
      log::error("cannot admit a BMP connection: {}", failure.what());
    }
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
    disconnect(**router);
    connect(*router, std::move(socket));
  }

  void connect(const std::shared_ptr<Router>& router, Tcp::socket socket) {
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
      log::warning("BMP: router {} disconnected: {}", known->config.name, text);
      disconnect(*known);
    };
    BmpSession session(router->config.name, router->config.view, filter);
    router->connection = std::make_shared<BmpConnection>(std::move(socket), std::move(session),
                                                         std::move(callbacks));
    log::info("BMP: router {} connected", router->config.name);
    router->connection->start();
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
    closed = true;
    for (const auto& listener : listeners) stop(*listener);
    for (const auto& router : routers) {
      if (router->connection) router->connection->close();
    }
  }

  asio::any_io_executor executor;
  const Clock& clock;
  Observed observed;
  std::shared_ptr<const PrefixFilter> filter;
  std::vector<std::shared_ptr<Listener>> listeners;
  std::vector<std::shared_ptr<Router>> routers;
  std::uint64_t strangers = 0;
  log::RepeatLimit stranger_reports;
  log::RepeatLimit listen_errors;
  bool closed = false;
};

BmpStation::BmpStation(asio::any_io_executor executor, const Clock& clock, Observed observed)
    : state_(std::make_shared<State>(std::move(executor), clock, std::move(observed))) {}

BmpStation::~BmpStation() {
  state_->close();
}

void BmpStation::use(const BmpConfig& config, std::shared_ptr<const PrefixFilter> filter,
                     bool new_tables) {
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
      if (new_tables) state_->disconnect(*state_->routers.back());
    }
  }
  for (const auto& removed : before) {
    if (removed) state_->disconnect(*removed);
  }
  state_->listen_on(config.listen);
}

void BmpStation::tick() {
  for (const auto& router : state_->routers) {
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
