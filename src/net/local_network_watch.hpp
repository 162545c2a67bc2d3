// Watches the host's addresses, links and default routes, so that a prefix comes and goes with its
// interface.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "base/result.hpp"
#include "model/local_network.hpp"
#include "net/network_reader.hpp"

namespace peeringd {

/// Reports the host's network at the start and after each change. Notices from the kernel only
/// trigger a new look: a burst of them, as when a link comes up, leads to one look 50 ms after the
/// first, and notices lost to a full socket buffer (ENOBUFS) cost no more than that. If looking
/// fails, that is logged and retried every second. A look runs on a thread of its own
/// (net/network_reader); a change during one leads to another.
///
/// All members, and `changed`, run on the executor's thread. `changed` must not throw; it may call
/// stop() or destroy the watch.
class LocalNetworkWatch {
 public:
  using Changed = std::function<void(const LocalNetwork&)>;

  LocalNetworkWatch(boost::asio::any_io_executor executor, Changed changed);
  LocalNetworkWatch(const LocalNetworkWatch&) = delete;
  LocalNetworkWatch& operator=(const LocalNetworkWatch&) = delete;
  ~LocalNetworkWatch();  ///< stops, and waits for a look in progress

  /// Starts to listen, in the network namespace of the calling thread. `changed` is first called
  /// from the event loop, never from within start(). Fails if netlink is not available, as in a
  /// unit whose RestrictAddressFamilies lacks AF_NETLINK. A second start() restarts the watch,
  /// unless it fails: then the first one continues.
  Result<void> start(const NetworkQuery& query = {});

  /// `changed` is not called after this.
  void stop();

 private:
  class Session;

  boost::asio::any_io_executor executor_;
  Changed changed_;
  NetworkReader reader_;
  std::shared_ptr<Session> session_;
};

}  // namespace peeringd
