// Many short-lived sockets behind one descriptor that the event loop watches: an epoll set of its
// own. Adding a socket is one system call and no allocation, which a registration with Asio's
// reactor is not.
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

  /// Fills `keys` with those that are ready; returns how many. Fewer than asked for: no more are.
  std::size_t collect(std::span<Key> keys);

  /// Readable when anything is ready.
  int descriptor() const { return epoll_.get(); }

 private:
  explicit ReadinessSet(Descriptor epoll) : epoll_(std::move(epoll)) {}
  Descriptor epoll_;
};

}  // namespace peeringd
