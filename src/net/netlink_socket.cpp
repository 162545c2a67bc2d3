#include "net/netlink_socket.hpp"

#include <sys/socket.h>

#include <cerrno>
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

}  // namespace peeringd
