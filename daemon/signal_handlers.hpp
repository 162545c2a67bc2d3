// What signals do to the daemon.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>

namespace peeringd {

/// SIGHUP reloads, however often; the first SIGTERM or SIGINT ends, and leaves the loop nothing to
/// wait for here. Both are called on the loop. Takes a SIGHUP that was held back.
class SignalHandlers {
 public:
  SignalHandlers(boost::asio::io_context& loop, std::function<void()> reload,
                 std::function<void()> end);

 private:
  void wait_for_reload();

  boost::asio::signal_set reloading_;
  boost::asio::signal_set ending_;
  std::function<void()> reload_;
  bool ended_ = false;
};

}  // namespace peeringd
