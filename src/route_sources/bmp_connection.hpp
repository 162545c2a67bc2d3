// One connection from a router to the BMP station: reads and frames its messages. A message must
// arrive completely within a minute; between messages a router may be silent for any time, while
// TCP keepalives detect a dead one. Not thread-safe: use it from one thread.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "bgp/bmp_session.hpp"
#include "model/route_source_status.hpp"

namespace peeringd {

class BmpConnection : public std::enable_shared_from_this<BmpConnection> {
 public:
  /// Called on the executor of the socket. If `report` or `message` throws, the connection ends.
  struct Callbacks {
    std::function<void(const BmpReport&)> on_report;
    std::function<void()> on_message;  ///< before the reports of each message
    /// Once, when the connection ends by itself; none: the router closed it.
    std::function<void(std::optional<RouteSourceError>, const std::string& why)> on_closed;
  };

  /// Time for the rest of a message once its first byte has arrived.
  static constexpr Duration message_time = std::chrono::minutes{1};

  BmpConnection(boost::asio::ip::tcp::socket socket, BmpSession session, Callbacks callbacks);

  /// `received` has arrived already.
  void start(std::vector<std::uint8_t> received = {});

  /// Closes the connection without calling back. Idempotent.
  void close();

  /// Reports which tables are still being received. Call it each second.
  void report_activity();

  const BmpCounts& counts() const { return session_.counts(); }
  const std::string& system_name() const { return session_.system_name(); }

 private:
  void read();
  void try_to_take(std::size_t size);
  void take(std::size_t size);
  bool read_messages();
  void end(const std::exception& error);
  void end(std::optional<RouteSourceError> error, const std::string& why);
  void start_message_timeout();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer message_timer_;
  BmpSession session_;
  Callbacks callbacks_;
  std::array<std::uint8_t, 64 * 1024> chunk_;
  std::vector<std::uint8_t> pending_;  ///< the part of a message that has arrived
  bool closed_ = false;
};

}  // namespace peeringd
