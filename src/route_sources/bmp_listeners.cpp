#include "route_sources/bmp_listeners.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "base/host_and_port.hpp"
#include "log/log.hpp"
#include "log/repeat_limit.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr Duration listen_retry = std::chrono::seconds{5};
constexpr Duration accept_pause = std::chrono::milliseconds{200};

std::string text_of(const ListenAddress& at) {
  return host_and_port(at.address.to_string(), at.port);
}

}  // namespace

// Handlers share it. `closed` is set by the destructor of BmpListeners.
struct BmpListeners::State : std::enable_shared_from_this<State> {
  struct Listener {
    Listener(const asio::any_io_executor& executor, ListenAddress address)
        : at(std::move(address)), acceptor(executor), pause(executor) {}

    ListenAddress at;
    Tcp::acceptor acceptor;
    asio::steady_timer pause;
  };

  State(asio::any_io_executor on, const Clock& time, Accepted sink)
      : executor(std::move(on)), clock(time), accepted(std::move(sink)) {}

  void listen_on(const std::vector<ListenAddress>& addresses, BmpSockets opened) {
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
      const auto socket = std::find_if(opened.begin(), opened.end(),
                                       [&at](const auto& one) { return one.at == at; });
      if (socket == opened.end()) {
        open(listeners.back());
      } else {
        adopt(listeners.back(), std::move(socket->socket));
      }
    }
  }

  void adopt(const std::shared_ptr<Listener>& listener, Descriptor socket) {
    const Tcp::endpoint endpoint(listener->at.address, listener->at.port);
    error_code error;
    listener->acceptor.assign(endpoint.protocol(), socket.get(), error);
    if (!error) socket.release();
    begin(listener, error);
  }

  static void stop(Listener& listener) {
    error_code ignored;
    listener.acceptor.close(ignored);
    listener.pause.cancel();
  }

  void open(const std::shared_ptr<Listener>& listener) {
    begin(listener, open_bmp_socket(listener->acceptor, listener->at));
  }

  void begin(const std::shared_ptr<Listener>& listener, const error_code& error) {
    if (!error) {
      log::info("BMP station on {}", text_of(listener->at));
      return accept(listener);
    }
    if (const auto left_out = errors.admit(0, clock.now())) {
      log::error("cannot listen for BMP on {}: {}; trying again{}", text_of(listener->at),
                 error.message(), log::left_out_suffix(*left_out));
    }
    error_code ignored;
    listener->acceptor.close(ignored);
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
          if (!error) self->pass_on(std::move(socket));
          if (self->closed) return;
          if (!error || error == asio::error::connection_aborted) return self->accept(listener);
          // A shortage of descriptors or memory, which only time can end.
          self->after(listener, accept_pause,
                      [self = self.get(), listener] { self->accept(listener); });
        });
  }

  // The listener must go on whatever happens.
  void pass_on(Tcp::socket socket) {
    try {
      accepted(std::move(socket));
    } catch (const std::exception& failure) {
      log::error("cannot admit a BMP connection: {}", failure.what());
    }
  }

  void close() {
    closed = true;
    for (const auto& listener : listeners) stop(*listener);
  }

  asio::any_io_executor executor;
  const Clock& clock;
  Accepted accepted;
  std::vector<std::shared_ptr<Listener>> listeners;
  log::RepeatLimit errors;
  bool closed = false;
};

BmpListeners::BmpListeners(asio::any_io_executor executor, const Clock& clock, Accepted accepted)
    : state_(std::make_shared<State>(std::move(executor), clock, std::move(accepted))) {}

BmpListeners::~BmpListeners() {
  state_->close();
}

void BmpListeners::listen_on(const std::vector<ListenAddress>& addresses, BmpSockets opened) {
  state_->listen_on(addresses, std::move(opened));
}

}  // namespace peeringd
