#include "net/local_network_watch.hpp"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "log/log.hpp"
#include "net/netlink_socket.hpp"
#include "net/netlink_tables.hpp"
#include "net/route_notices.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

constexpr Duration settling_time = 50ms;
constexpr Duration retry_time = 1s;
constexpr int datagrams_a_turn = 64;  // then other handlers of the loop run

constexpr unsigned watched_groups =
    RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;

// A nexthop object may change its interface without a notice about the routes that use it. Kernels
// before 5.3 have no nexthop objects.
void hear_of_nexthops(mnl_socket* socket) {
  int group = RTNLGRP_NEXTHOP;
  mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof group);
}

}  // namespace

// One run from start() to stop(). Handlers hold weak pointers, so none acts after the end.
class LocalNetworkWatch::Session : public std::enable_shared_from_this<Session> {
 public:
  Session(const boost::asio::any_io_executor& executor, NetworkReader& reader, Changed changed,
          NetworkQuery query, NetlinkSocket socket)
      : reader_(reader),
        changed_(std::move(changed)),
        query_(std::move(query)),
        socket_(std::move(socket)),
        descriptor_(executor, mnl_socket_get_fd(socket_.get())),
        timer_(executor),
        buffer_(netlink_datagram_size) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { end(); }

  void begin() {
    wait();
    look_after(0ms);
  }

  void end() {
    if (ended_) return;
    ended_ = true;
    descriptor_.release();  // libmnl closes it
    timer_.cancel();
  }

 private:
  void wait() {
    descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                           [weak = weak_from_this()](error_code error) {
                             const auto self = weak.lock();
                             if (!self || self->ended_ || error) return;
                             if (self->drain()) self->look_after(settling_time);
                             self->wait();
                           });
  }

  // True if a notice, or its loss, requires a new look.
  bool drain() {
    bool concerned = false;
    for (int i = 0; i < datagrams_a_turn; ++i) {
      const ssize_t size =
          recv(descriptor_.native_handle(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
      if (size < 0 && errno == ENOBUFS) {
        concerned = true;
        continue;
      }
      if (size < 0) break;
      const auto datagram = std::span{buffer_}.first(static_cast<std::size_t>(size));
      concerned = concerns_local_network(datagram) || concerned;
    }
    return concerned;
  }

  // A pending look is not postponed, so that a stream of notices cannot delay it for ever.
  void look_after(Duration delay) {
    if (due_) return;
    due_ = true;
    timer_.expires_after(delay);
    timer_.async_wait([weak = weak_from_this()](error_code error) {
      const auto self = weak.lock();
      if (!self || self->ended_ || error) return;
      self->due_ = false;
      self->look();
    });
  }

  void look() {
    reader_.read(query_, [weak = weak_from_this()](Result<LocalNetwork> network) {
      const auto self = weak.lock();
      if (self && !self->ended_) self->use(std::move(network));
    });
  }

  void use(Result<LocalNetwork> network) {
    if (!network) {
      if (!failing_) log::warning("{}; retrying every second", network.error().message);
      failing_ = true;
      look_after(retry_time);
      return;
    }
    failing_ = false;
    if (last_ == *network) return;
    last_ = std::move(*network);
    const LocalNetwork reported = *last_;  // `changed` may end this session
    changed_(reported);
  }

  NetworkReader& reader_;  // until end()
  Changed changed_;
  NetworkQuery query_;
  NetlinkSocket socket_;
  boost::asio::posix::stream_descriptor descriptor_;
  boost::asio::steady_timer timer_;
  std::vector<std::byte> buffer_;
  std::optional<LocalNetwork> last_;
  bool due_ = false;
  bool failing_ = false;
  bool ended_ = false;
};

LocalNetworkWatch::LocalNetworkWatch(boost::asio::any_io_executor executor, Changed changed)
    : executor_(std::move(executor)), changed_(std::move(changed)), reader_(executor_) {}

LocalNetworkWatch::~LocalNetworkWatch() {
  stop();
}

Result<void> LocalNetworkWatch::start(const NetworkQuery& query) {
  auto socket = open_netlink_socket(watched_groups, SOCK_NONBLOCK);
  if (!socket) return socket.error();
  hear_only_of_default_and_local_routes(mnl_socket_get_fd(socket->get()));
  if (query.default_routes) hear_of_nexthops(socket->get());
  std::shared_ptr<Session> session;
  try {
    session = std::make_shared<Session>(executor_, reader_, changed_, query, std::move(*socket));
  } catch (const std::exception& error) {  // no descriptor left, or no room in epoll
    return Error{std::string("cannot watch the host's addresses: ") + error.what()};
  }
  stop();
  session_ = std::move(session);
  session_->begin();
  return {};
}

void LocalNetworkWatch::stop() {
  if (session_) session_->end();
  session_.reset();
}

}  // namespace peeringd
