// An epoll set that represents many short-lived sockets as one descriptor on the event loop. Unlike
// registering with Asio's reactor, adding a socket takes one system call and no allocation.
#pragma once

#include <cstdint>
#include <span>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace peeringd {

/// One thread. A socket leaves the set when it is closed.
class ReadinessSet {
 public:
  using Key = std::uint32_t;

  static SystemResult<ReadinessSet> open();

  /// Reports `key` once `socket` can be written or has failed.
  boost::system::error_code add_writable(int socket, Key key);

  /// Fills `keys` with the ready ones; returns how many. Fewer than requested means that no more
  /// are ready.
  std::size_t collect(std::span<Key> keys);

  /// Readable when anything is ready.
  int descriptor() const { return epoll_.get(); }

 private:
  explicit ReadinessSet(Descriptor epoll) : epoll_(std::move(epoll)) {}
  Descriptor epoll_;
};

}  // namespace peeringd
