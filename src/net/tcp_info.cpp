#include "net/tcp_info.hpp"

#include <linux/tcp.h>  // glibc's tcp_info ends before tcpi_min_rtt
#include <netinet/in.h>
#include <sys/socket.h>

namespace peeringd {

std::optional<TcpInfo> read_tcp_info(int socket) {
  using std::chrono::microseconds;
  tcp_info info{};
  socklen_t size = sizeof info;
  const bool known = ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
  if (!known || info.tcpi_rtt == 0) return std::nullopt;
  return TcpInfo{microseconds{info.tcpi_rtt}, microseconds{info.tcpi_min_rtt},
                 info.tcpi_total_retrans > 0};
}

}  // namespace peeringd
