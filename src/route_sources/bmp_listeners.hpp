// The listening sockets of the BMP station. One thread, that of the executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "model/web_config.hpp"
#include "route_sources/bmp_sockets.hpp"

namespace peeringd {

class BmpListeners {
 public:
  using Accepted = std::function<void(boost::asio::ip::tcp::socket)>;

  /// `clock` must outlive this object. `accepted` is called on the executor, not after the
  /// destructor; what it throws is logged.
  BmpListeners(boost::asio::any_io_executor executor, const Clock& clock, Accepted accepted);
  ~BmpListeners();
  BmpListeners(const BmpListeners&) = delete;
  BmpListeners& operator=(const BmpListeners&) = delete;

  /// Listens on these addresses and no others; uses those of `opened` that are new. One that cannot
  /// be listened on is retried every few seconds.
  void listen_on(const std::vector<ListenAddress>& addresses, BmpSockets opened);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace peeringd
