#include "net/netlink_socket.hpp"

#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace peeringd {

Error netlink_error(const char* attempt, int error) {
  return {std::string("cannot ") + attempt + " (rtnetlink): " + std::strerror(error)};
}

Result<NetlinkSocket> open_netlink_socket(unsigned groups, int flags) {
  NetlinkSocket socket{mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC | flags)};
  if (!socket) return netlink_error("open a netlink socket", errno);
  if (mnl_socket_bind(socket.get(), groups, MNL_SOCKET_AUTOPID) < 0) {
    return netlink_error("bind a netlink socket", errno);
  }
  return socket;
}

Result<void> limit_netlink_wait(mnl_socket* socket, Duration patience, const char* attempt) {
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(patience).count();
  const timeval limit{.tv_sec = static_cast<time_t>(whole / 1'000'000),
                      .tv_usec = static_cast<suseconds_t>(whole % 1'000'000)};
  if (::setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0) {
    return netlink_error(attempt, errno);
  }
  return {};
}

Result<void> send_netlink(mnl_socket* socket, std::span<const std::byte> requests,
                          const char* attempt) {
  if (mnl_socket_sendto(socket, requests.data(), requests.size()) < 0) {
    return netlink_error(attempt, errno);
  }
  return {};
}

Result<std::span<const std::byte>> receive_netlink(mnl_socket* socket, std::span<std::byte> buffer,
                                                   const char* attempt) {
  ssize_t size = 0;
  do {
    size = mnl_socket_recvfrom(socket, buffer.data(), buffer.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0) return netlink_error(attempt, errno);
  return std::span<const std::byte>(buffer.first(static_cast<std::size_t>(size)));
}

}  // namespace peeringd
