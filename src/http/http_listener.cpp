#include "http/http_listener.hpp"

#include <boost/asio/error.hpp>
#include <cstdint>
#include <utility>

#include "base/as_result.hpp"
#include "http/listen_socket.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// If the client has not left, accept() fails for a shortage of descriptors or memory, which only
// time can end.
constexpr auto pause_after_error = 200ms;

}  // namespace

HttpListener::HttpListener(asio::ip::tcp::acceptor acceptor, HttpSessions& sessions)
    : acceptor_(std::move(acceptor)),
      pause_(acceptor_.get_executor()),
      sessions_(sessions),
      on_loopback_(local_endpoint().address().is_loopback()) {}

asio::awaitable<void> HttpListener::run() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(as_result);
    if (!acceptor_.is_open()) break;
    if (!error) {
      sessions_.admit(std::move(socket), on_loopback_);
      accept_waiting();
    } else if (error != asio::error::connection_aborted) {
      report(error);
      pause_.expires_after(pause_after_error);
      co_await pause_.async_wait(as_result);
    }
    while (acceptor_.is_open() && !sessions_.has_room()) co_await sessions_.room();
  }
}

// Accepting one connection in each turn of the loop would be too slow in a flood: the kernel's
// queue would fill with clients that have left.
void HttpListener::accept_waiting() {
  boost::system::error_code error;
  acceptor_.non_blocking(true, error);
  constexpr int most = 64;  // or a flood would keep the loop here
  for (int i = 0; i < most && !error && sessions_.has_room(); ++i) {
    asio::ip::tcp::socket socket(acceptor_.get_executor());
    acceptor_.accept(socket, error);
    if (!error) sessions_.admit(std::move(socket), on_loopback_);
  }
}

void HttpListener::close() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  sessions_.wake_listeners();
}

asio::ip::tcp::endpoint HttpListener::local_endpoint() const {
  boost::system::error_code ignored;  // not after close()
  return acceptor_.local_endpoint(ignored);
}

void HttpListener::close_after_backlog() {
  accept_waiting();
  close();
}

void HttpListener::share_port(bool shared) {
  ::peeringd::share_port(acceptor_, shared);
}

void HttpListener::report(const boost::system::error_code& error) {
  const auto cause = static_cast<std::uint64_t>(error.value());
  const auto left_out = reports_.admit(cause, SystemClock().now());
  if (!left_out) return;
  log::error("cannot accept HTTP connections at present: {}; trying again{}", error.message(),
             log::left_out_suffix(*left_out));
}

}  // namespace peeringd
