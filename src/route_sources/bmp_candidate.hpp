// A further connection from the address of a router that is connected: a router that has restarted,
// or something that merely connects, such as a port check. It is the router's new connection once
// its Initiation has arrived, with which each begins (RFC 7854 section 4.3). Not thread-safe: use
// it from one thread.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "model/route_source_status.hpp"

namespace peeringd {

class BmpCandidate : public std::enable_shared_from_this<BmpCandidate> {
 public:
  /// Called once on the executor of the socket, one of them.
  struct Callbacks {
    /// With all bytes that have arrived.
    std::function<void(boost::asio::ip::tcp::socket, std::vector<std::uint8_t>)> on_initiation;
    std::function<void(RouteSourceError)> on_closed;
  };

  /// Routers send the Initiation immediately.
  static constexpr Duration initiation_time = std::chrono::seconds{10};

  BmpCandidate(boost::asio::ip::tcp::socket socket, Callbacks callbacks);

  void start();

  /// Closes the connection without calling back. Idempotent.
  void close();

 private:
  void read();
  void take(std::size_t size);
  void fail(RouteSourceError error);

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  Callbacks callbacks_;
  std::array<std::uint8_t, 4096> chunk_{};
  std::vector<std::uint8_t> received_;
  bool closed_ = false;
};

}  // namespace peeringd
