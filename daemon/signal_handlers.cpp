#include "daemon/signal_handlers.hpp"

#include <csignal>

#include "log/log.hpp"

namespace peeringd {

SignalHandlers::SignalHandlers(boost::asio::io_context& loop, std::function<void()> reload,
                               std::function<void()> end)
    : reloading_(loop, SIGHUP), ending_(loop, SIGTERM, SIGINT), reload_(std::move(reload)) {
  wait_for_reload();
  ending_.async_wait([this, end = std::move(end)](const auto& error, int signal) {
    if (error) return;
    log::info("exiting on {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
    ended_ = true;  // cancel() does not stop a handler that is already queued
    reloading_.cancel();
    end();
  });
}

void SignalHandlers::wait_for_reload() {
  reloading_.async_wait([this](const auto& error, int /*signal*/) {
    if (error || ended_) return;
    reload_();
    wait_for_reload();
  });
}

}  // namespace peeringd
