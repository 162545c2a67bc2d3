// Connects to a server by its name: looks it up, and tries each address in turn, each with a
// timeout.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace peeringd {

/// How long an address may take to accept a connection.
inline constexpr Duration connect_timeout = std::chrono::seconds{5};

/// All members on the executor's thread, which must not be the probing loop: it reads resolv.conf.
class Dialer {
 public:
  explicit Dialer(boost::asio::any_io_executor executor);
  Dialer(const Dialer&) = delete;
  Dialer& operator=(const Dialer&) = delete;
  /// Ends connect() like stop().
  ~Dialer();

  /// `host` is an address, or a name that /etc/hosts or DNS knows; IPv6 addresses first. One call
  /// at a time. The error says what failed last, such as "192.0.2.1: Connection refused".
  boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect(std::string host,
                                                                       std::uint16_t port);

  /// Ends the call under way, and every later one, with an error.
  void stop();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // coroutines hold it until they end
};

}  // namespace peeringd
