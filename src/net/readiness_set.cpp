#include "net/readiness_set.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>

namespace peeringd {

SystemResult<ReadinessSet> ReadinessSet::open() {
  Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return last_system_error();
  return ReadinessSet(std::move(epoll));
}

boost::system::error_code ReadinessSet::add_writable(int socket, Key key) {
  epoll_event event{};
  event.events = EPOLLOUT;
  event.data.u32 = key;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event) != 0) return last_system_error();
  return {};
}

std::size_t ReadinessSet::collect(std::span<Key> keys) {
  std::array<epoll_event, 64> events;
  const auto wanted = static_cast<int>(std::min(keys.size(), events.size()));
  const int count = ::epoll_wait(epoll_.get(), events.data(), wanted, 0);
  if (count <= 0) return 0;
  for (int i = 0; i < count; ++i) {
    keys[static_cast<std::size_t>(i)] = events[static_cast<std::size_t>(i)].data.u32;
  }
  return static_cast<std::size_t>(count);
}

}  // namespace peeringd
