#include "wire.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace peeringd::lab {
namespace {

/// Timers are some tens of microseconds late. So the timer expires this much early, and the loop
/// polls for the rest, still reading arriving packets.
constexpr Duration polling_span = std::chrono::microseconds(80);

/// Reads per device before the other has its turn.
constexpr int batch = 32;

MonotonicTime now() {
  return std::chrono::steady_clock::now();
}

Descriptor listen_at(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    throw std::system_error(ENAMETOOLONG, std::generic_category(), path);
  }
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  Descriptor socket(check(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), "control socket"));
  check(::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), path);
  check(::listen(socket.number(), 16), path);
  return socket;
}

std::optional<MonotonicTime> next_due(const Ways& ways) {
  std::optional<MonotonicTime> next;
  for (const Way* way : {&ways.to_edge, &ways.to_customer}) {
    if (!way->empty()) next = next ? std::min(*next, way->due()) : way->due();
  }
  return next;
}

}  // namespace

Wire::Wire(Descriptor customer, Descriptor edge, Ways ways, const std::string& control)
    : customer_(std::move(customer)),
      edge_(std::move(edge)),
      ways_(std::move(ways)),
      lanes_{Lane{customer_.number(), edge_.number(), ways_.to_edge},
             Lane{edge_.number(), customer_.number(), ways_.to_customer}},
      listener_(listen_at(control)),
      timer_(check(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd")),
      epoll_(check(::epoll_create1(EPOLL_CLOEXEC), "epoll")) {
  for (const int descriptor :
       {customer_.number(), edge_.number(), listener_.number(), timer_.number()}) {
    watch(descriptor);
  }
}

void Wire::run(int stop) {
  stop_ = stop;
  watch(stop);
  while (!stopping_) {
    wait();
    deliver_due();
  }
}

void Wire::watch(int descriptor) const {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  check(::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

void Wire::wait() {
  int timeout = -1;
  if (const auto due = next_due(ways_)) {
    const MonotonicTime wake = *due - polling_span;
    if (wake <= now()) {
      timeout = 0;
    } else {
      arm_timer(wake);
    }
  }
  std::array<epoll_event, 8> events{};
  const int count = ::epoll_wait(epoll_.number(), events.data(), events.size(), timeout);
  if (count == -1 && errno != EINTR) check(count, "epoll_wait");
  const MonotonicTime woken = now();
  for (int i = 0; i < count; ++i) handle(events[static_cast<std::size_t>(i)].data.fd, woken);
}

void Wire::handle(int descriptor, MonotonicTime now) {
  for (Lane& lane : lanes_) {
    if (descriptor == lane.from) return read_packets(lane, now);
  }
  if (descriptor == timer_.number()) {
    std::uint64_t expirations = 0;
    [[maybe_unused]] const auto size = ::read(descriptor, &expirations, sizeof expirations);
    armed_ = {};
  } else if (descriptor == listener_.number()) {
    accept_client();
  } else if (descriptor == stop_) {
    stopping_ = true;
  } else {
    answer_client(descriptor);
  }
}

void Wire::read_packets(Lane& lane, MonotonicTime now) {
  std::array<std::byte, packet_capacity> buffer;
  for (int i = 0; i < batch; ++i) {
    const auto size = ::read(lane.from, buffer.data(), buffer.size());
    if (size <= 0) return;
    lane.way.enter(now, std::span(buffer).first(static_cast<std::size_t>(size)));
  }
}

void Wire::deliver_due() {
  for (Lane& lane : lanes_) {
    while (!lane.way.empty() && lane.way.due() <= now()) {
      // A device that is down refuses the packet, which is lost.
      const auto packet = lane.way.packet();
      [[maybe_unused]] const auto size = ::write(lane.to, packet.data(), packet.size());
      lane.way.leave();
    }
  }
}

void Wire::accept_client() const {
  const int client = ::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (client != -1) watch(client);
}

void Wire::answer_client(int client) {
  std::array<char, 256> buffer{};
  const auto size = ::recv(client, buffer.data(), buffer.size(), 0);
  if (size > 0) {
    const std::string answer = obey(ways_, {buffer.data(), static_cast<std::size_t>(size)});
    ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
  } else if (size == 0 || errno != EAGAIN) {
    ::close(client);
  }
}

void Wire::arm_timer(MonotonicTime when) {
  if (when == armed_) return;
  const auto nanoseconds = when.time_since_epoch().count();
  itimerspec setting{};
  setting.it_value.tv_sec = nanoseconds / 1'000'000'000;
  setting.it_value.tv_nsec = nanoseconds % 1'000'000'000;
  check(::timerfd_settime(timer_.number(), TFD_TIMER_ABSTIME, &setting, nullptr),
        "timerfd_settime");
  armed_ = when;
}

}  // namespace peeringd::lab
