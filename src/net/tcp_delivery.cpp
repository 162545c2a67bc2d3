#include "net/tcp_delivery.hpp"

#include <linux/tcp.h>  // glibc's tcp_info ends before tcpi_bytes_acked
#include <netinet/in.h>
#include <sys/socket.h>

namespace peeringd {

std::optional<TcpDelivery> read_tcp_delivery(int socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return std::nullopt;
  return TcpDelivery{info.tcpi_bytes_acked, info.tcpi_unacked == 0 && info.tcpi_notsent_bytes == 0};
}

void limit_unsent(int socket, int bytes) {
  ::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, sizeof bytes);
}

}  // namespace peeringd
