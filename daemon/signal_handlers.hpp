// Handlers for SIGHUP, SIGTERM and SIGINT.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>

namespace peeringd {

/// Calls `reload` for each SIGHUP, and `end` for the first SIGTERM or SIGINT, both on the loop.
/// After that signal the handlers no longer keep the loop alive. Create them before the server
/// starts, since a client may send a signal as soon as it gets a response. SIGHUP stays blocked
/// until unblock_reload_signal().
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
