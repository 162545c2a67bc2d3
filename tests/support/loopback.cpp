#include "support/loopback.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <stdexcept>

#include "net/kernel_time.hpp"
#include "net/message_batch.hpp"
#include "net/socket.hpp"

namespace peeringd::test {
namespace {

Descriptor bound_socket(const IpAddress& local, int type) {
  Descriptor socket(::socket(local.is_v4() ? AF_INET : AF_INET6, type | SOCK_NONBLOCK, 0));
  const auto name = socket_address(local, 0);
  if (!socket || ::bind(socket.get(), name.data(), static_cast<socklen_t>(name.size())) != 0) {
    throw std::runtime_error("no socket on " + local.to_string());
  }
  return socket;
}

}  // namespace

Descriptor udp_socket(const IpAddress& local) {
  return bound_socket(local, SOCK_DGRAM);
}

Descriptor tcp_listener(const IpAddress& local) {
  Descriptor socket = bound_socket(local, SOCK_STREAM);
  if (::listen(socket.get(), SOMAXCONN) != 0) throw std::runtime_error("listen(2) fails");
  return socket;
}

ClosedPort::ClosedPort(const IpAddress& local)
    : holder(bound_socket(local, SOCK_STREAM)), port(port_of(holder)) {}

std::uint16_t port_of(const Descriptor& socket) {
  auto name = socket_address(boost::asio::ip::address_v6(), 0);
  auto size = static_cast<socklen_t>(name.capacity());
  if (::getsockname(socket.get(), name.data(), &size) != 0) return 0;
  name.resize(size);
  return name.port();
}

bool send_to(const Descriptor& socket, const IpAddress& to, std::uint16_t port,
             std::string_view data) {
  const auto name = socket_address(to, port);
  return ::sendto(socket.get(), data.data(), data.size(), 0, name.data(),
                  static_cast<socklen_t>(name.size())) == static_cast<ssize_t>(data.size());
}

bool wait_for(int descriptor, short events) {
  pollfd poll_for{descriptor, events, 0};
  return ::poll(&poll_for, 1, 10'000) == 1;
}

Descriptor stamping_socket() {
  Descriptor socket = udp_socket(address("127.0.0.1"));
  if (!enable_timestamps(socket.get())) throw std::runtime_error("no timestamps");
  ReceiveBatch batch;
  for (int attempt = 0; attempt < 1'000'000; ++attempt) {
    send_to(socket, address("127.0.0.1"), port_of(socket), "stamped?");
    wait_for(socket.get(), POLLIN);
    if (batch.receive(socket.get(), 0) == 1 && timestamp_of(batch.header(0))) return socket;
    batch.receive(socket.get(), MSG_ERRQUEUE);
  }
  throw std::runtime_error("arrivals are not stamped");
}

}  // namespace peeringd::test
