#include "net/socket.hpp"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "net/free_bind.hpp"

namespace peeringd {
namespace {

bool apply(const Source& source, int socket) {
  if (source.mark && !set_option(socket, SOL_SOCKET, SO_MARK, static_cast<int>(*source.mark))) {
    return false;
  }
  if (!source.interface.empty() &&
      ::setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, source.interface.data(),
                   static_cast<socklen_t>(source.interface.size())) != 0) {
    return false;
  }
  if (!allow_bind(socket, source)) return false;
  if (source.dscp == 0) return true;
  const int traffic_class = source.dscp << 2;  // the two lower bits are ECN's (RFC 3168)
  return source.address.is_v4() ? set_option(socket, IPPROTO_IP, IP_TOS, traffic_class)
                                : set_option(socket, IPPROTO_IPV6, IPV6_TCLASS, traffic_class);
}

}  // namespace

// The kernel assigns the lowest free number.
bool is_kept_from(DescriptorUse use, int descriptor) {
  // The clients that the HTTP server accepts, plus 32 or 16.
  const rlim_t kept_free = use == DescriptorUse::probe ? 96 : 80;
  const rlim_t part = use == DescriptorUse::probe ? 4 : 5;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return false;
  return static_cast<rlim_t>(descriptor) >=
         limit.rlim_cur - std::min(kept_free, limit.rlim_cur / part);
}

bool set_option(int socket, int level, int name, int value) {
  return ::setsockopt(socket, level, name, &value, sizeof value) == 0;
}

int pending_error(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

boost::asio::ip::udp::endpoint socket_address(const IpAddress& address, std::uint16_t port) {
  return {address, port};
}

SystemResult<Descriptor> open_socket(const Source& source, int type, int protocol) {
  const int family = source.address.is_v4() ? AF_INET : AF_INET6;
  Descriptor socket(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
  if (!socket) return last_system_error();
  if (is_kept_from(DescriptorUse::probe, socket.get())) {
    return boost::system::error_code{EMFILE, boost::system::system_category()};
  }
  if (!apply(source, socket.get())) return last_system_error();
  // connect(2) chooses the port for the pair of addresses, so thousands of probes to different
  // edges may share one local port.
  if (type == SOCK_STREAM) set_option(socket.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
  const auto address = socket_address(source.address, 0);
  if (::bind(socket.get(), address.data(), static_cast<socklen_t>(address.size())) != 0) {
    return last_system_error();
  }
  return socket;
}

bool is_still_local(const Source& source) {
  return open_socket(source, SOCK_DGRAM, IPPROTO_UDP).has_value();
}

}  // namespace peeringd
