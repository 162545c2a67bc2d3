#include "systemd/service_notifier.hpp"

#include "log/log.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// How often the status is updated without a watchdog.
constexpr Duration unwatched_period = 15s;

// CLOCK_MONOTONIC, as the manager compares it with its own time.
std::int64_t monotonic_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             SystemClock{}.now().time_since_epoch())
      .count();
}

}  // namespace

ServiceNotifier::ServiceNotifier(const boost::asio::any_io_executor& executor,
                                 const ServiceEnvironment& environment,
                                 std::function<std::string()> status, std::function<bool()> works)
    : timer_(executor),
      period_(environment.watchdog ? *environment.watchdog / 2 : unwatched_period),
      watched_(environment.watchdog.has_value()),
      status_(std::move(status)),
      works_(std::move(works)) {
  if (environment.notify_socket.empty()) return;
  Result<NotifySocket> socket = NotifySocket::open(environment.notify_socket);
  if (socket) {
    socket_ = std::move(*socket);
  } else {
    log::warning("{}", socket.error().message);
  }
}

void ServiceNotifier::ready() {
  if (!socket_ || stopping_) return;
  unsent_ = "READY=1\n";
  notify("");
  if (!ticking_) wait();
}

void ServiceNotifier::reloading() {
  if (!socket_ || stopping_) return;
  // Not repeated if it fails: ready() follows soon.
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic_microseconds()));
}

void ServiceNotifier::stopping() {
  stopping_ = true;
  ticking_ = false;  // or an expired timer would be set again
  timer_.cancel();
  if (socket_) send("STOPPING=1\nSTATUS=stopping");
}

void ServiceNotifier::wait() {
  ticking_ = true;
  timer_.expires_after(period_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || !ticking_) return;
    notify(watched_ && (!works_ || works_()) ? "WATCHDOG=1\n" : "");
    wait();
  });
}

void ServiceNotifier::notify(const std::string& assignments) {
  if (send(unsent_ + assignments + "STATUS=" + status_())) unsent_.clear();
}

bool ServiceNotifier::send(const std::string& message) {
  const Result<void> sent = socket_->send(message);
  if (!sent && !failing_) log::warning("{}", sent.error().message);
  failing_ = !sent;
  return !failing_;
}

}  // namespace peeringd
