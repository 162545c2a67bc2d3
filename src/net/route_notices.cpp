#include "net/route_notices.hpp"

#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace peeringd {

bool hear_only_of_default_and_local_routes(int socket) {
  constexpr unsigned type_at = offsetof(nlmsghdr, nlmsg_type);
  constexpr unsigned length_at = sizeof(nlmsghdr) + offsetof(rtmsg, rtm_dst_len);
  constexpr unsigned route_type_at = sizeof(nlmsghdr) + offsetof(rtmsg, rtm_type);
  // Each notice comes in its own datagram. BPF loads in network order; netlink uses host order.
  std::array<sock_filter, 9> filter{{
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, type_at),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWROUTE), 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_DELROUTE), 0, 4),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, length_at),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 2, 0),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, route_type_at),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RTN_LOCAL, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
      BPF_STMT(BPF_RET | BPF_K, 0),
  }};
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

}  // namespace peeringd
