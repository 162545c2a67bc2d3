// Watches the host's addresses, links and default routes, so that a prefix comes and goes with its
// interface.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "base/result.hpp"
#include "model/local_network.hpp"

namespace peeringd {

/// Tells of the host's network as it is at first, and again each time it is different. What the
/// kernel announces is only taken as a sign to look: a burst of notices, as of a link coming up,
/// is followed by one look 50 ms after its first, and notices lost in an overrun of the socket
/// (ENOBUFS) cost nothing but that look. When looking fails, that is logged and tried again each
/// second.
///
/// All members, and `changed`, run on the executor's thread; `changed` must not throw and may call
/// stop() or destroy the watch.
class LocalNetworkWatch {
 public:
  using Changed = std::function<void(const LocalNetwork&)>;

  LocalNetworkWatch(boost::asio::any_io_executor executor, Changed changed);
  LocalNetworkWatch(const LocalNetworkWatch&) = delete;
  LocalNetworkWatch& operator=(const LocalNetworkWatch&) = delete;
  ~LocalNetworkWatch();  ///< stops

  /// Starts to listen, in the network namespace of the calling thread. The first call of `changed`
  /// comes from the event loop, never from within start(). Fails when netlink is not to be had, as
  /// in a unit whose RestrictAddressFamilies lacks AF_NETLINK. Starting twice starts anew, unless
  /// that fails: then the first goes on.
  Result<void> start(const NetworkQuery& query = {});

  /// No call of `changed` begins after this.
  void stop();

 private:
  class Session;

  boost::asio::any_io_executor executor_;
  Changed changed_;
  std::shared_ptr<Session> session_;
};

}  // namespace peeringd
