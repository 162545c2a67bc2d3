#include "probe/icmp_socket.hpp"

#include <linux/filter.h>
#include <linux/icmp.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <random>

#include "net/error_queue.hpp"
#include "net/kernel_time.hpp"
#include "probe/echo_message.hpp"

namespace peeringd {
namespace {

int protocol_of(Family family) {
  return family == Family::ipv4 ? int{IPPROTO_ICMP} : int{IPPROTO_ICMPV6};
}

// A raw socket gets a copy of every ICMP message of the host. The filter passes only echo replies
// with our identifier, so that the cost does not grow with the host's other traffic.
bool attach_filter(int socket, Family family, std::uint16_t identifier) {
  std::array<sock_filter, 7> v4{{
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),  // X = length of the IP header
      BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ICMP_ECHOREPLY, 0, 3),
      BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, identifier, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
      BPF_STMT(BPF_RET | BPF_K, 0),
  }};
  std::array<sock_filter, 6> v6{{
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ICMP6_ECHO_REPLY, 0, 3),
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, identifier, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
      BPF_STMT(BPF_RET | BPF_K, 0),
  }};
  const sock_fprog program = family == Family::ipv4
                                 ? sock_fprog{static_cast<unsigned short>(v4.size()), v4.data()}
                                 : sock_fprog{static_cast<unsigned short>(v6.size()), v6.data()};
  return ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

std::uint16_t port_of(int socket) {
  boost::asio::ip::udp::endpoint bound(boost::asio::ip::udp::v6(), 0);
  auto size = static_cast<socklen_t>(bound.capacity());
  if (::getsockname(socket, bound.data(), &size) != 0) return 0;
  bound.resize(size);
  return bound.port();
}

SystemResult<IcmpSocket> open_kind(const Source& source, IcmpSocket::Kind kind) {
  const Family family = family_of(source.address);
  const bool raw = kind == IcmpSocket::Kind::raw;
  auto descriptor = open_socket(source, raw ? SOCK_RAW : SOCK_DGRAM, protocol_of(family));
  if (!descriptor) return descriptor.error();
  IcmpSocket socket{std::move(*descriptor), kind, 0};
  const int number = socket.descriptor.get();
  if (raw) {
    socket.identifier = static_cast<std::uint16_t>(std::random_device{}());
    if (!attach_filter(number, family, socket.identifier)) return last_system_error();
  } else {
    socket.identifier = port_of(number);
  }
  if (!enable_icmp_errors(number, family) || !enable_timestamps(number)) return last_system_error();
  return socket;
}

}  // namespace

SystemResult<IcmpSocket> IcmpSocket::open(const Source& source) {
  auto socket = open_kind(source, Kind::datagram);
  const bool allowed = socket || (socket.error() != boost::system::errc::permission_denied &&
                                  socket.error() != boost::system::errc::operation_not_permitted);
  if (allowed) return socket;
  return open_kind(source, Kind::raw);
}

std::span<const std::uint8_t> IcmpSocket::message_in(std::span<const std::uint8_t> received) const {
  return kind == Kind::raw ? ipv4_payload(received) : received;
}

}  // namespace peeringd
