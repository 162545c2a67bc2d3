#include "net/local_network.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <vector>

#include "net/netlink_socket.hpp"
#include "net/netlink_tables.hpp"

namespace peeringd {
namespace {

// One request, and what the kernel expects behind its header.
struct DumpRequest {
  std::uint16_t type;
  std::size_t body_size;
  const char* subject;
};

constexpr std::array<DumpRequest, 3> dumps{{
    {RTM_GETLINK, sizeof(ifinfomsg), "list the host's interfaces"},
    {RTM_GETADDR, sizeof(ifaddrmsg), "list the host's addresses"},
    {RTM_GETROUTE, sizeof(rtmsg), "list the host's routes"},
}};

bool send_request(mnl_socket* socket, const DumpRequest& dump, std::uint32_t sequence) {
  alignas(nlmsghdr) std::array<char, 256> buffer{};
  nlmsghdr* header = mnl_nlmsg_put_header(buffer.data());
  header->nlmsg_type = dump.type;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header->nlmsg_seq = sequence;
  void* body = mnl_nlmsg_put_extra_header(header, dump.body_size);  // zeroed: any family
  if (dump.type == RTM_GETROUTE) static_cast<rtmsg*>(body)->rtm_table = RT_TABLE_MAIN;
  return mnl_socket_sendto(socket, header, header->nlmsg_len) >= 0;
}

Result<DumpProgress> run_dump(mnl_socket* socket, const DumpRequest& dump, std::uint32_t sequence,
                              NetlinkTables& tables) {
  if (!send_request(socket, dump, sequence)) return netlink_error(dump.subject, errno);
  std::vector<std::byte> buffer(netlink_datagram_size);
  DumpProgress all;
  while (!all.done) {
    const ssize_t size = mnl_socket_recvfrom(socket, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return netlink_error(dump.subject, errno);
    const auto datagram = std::span{buffer}.first(static_cast<std::size_t>(size));
    const DumpProgress progress = read_dump(datagram, sequence, tables);
    if (progress.error != 0) return netlink_error(dump.subject, progress.error);
    all.done = progress.done;
    all.interrupted = all.interrupted || progress.interrupted;
  }
  return all;
}

}  // namespace

Result<LocalNetwork> read_local_network(DefaultRoutes routes) {
  auto socket = open_netlink_socket(0, 0);
  if (!socket) return socket.error();
  // The kernel answers while we ask; the limit is there so that nothing can hang the event loop.
  const timeval limit{.tv_sec = 2, .tv_usec = 0};
  setsockopt(mnl_socket_get_fd(socket->get()), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);

  // Makes the kernel heed the table in the request for routes; one that does not know this lists
  // all.
  const int strict = 1;
  setsockopt(mnl_socket_get_fd(socket->get()), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &strict,
             sizeof strict);

  std::uint32_t sequence = 0;
  for (int attempt = 0; attempt < 10; ++attempt) {
    NetlinkTables tables;
    bool interrupted = false;
    for (const DumpRequest& dump : dumps) {
      if (dump.type == RTM_GETROUTE && routes == DefaultRoutes::left_out) continue;
      const auto progress = run_dump(socket->get(), dump, ++sequence, tables);
      if (!progress) return progress.error();
      interrupted = interrupted || progress->interrupted;
    }
    if (!interrupted) return make_local_network(tables);
  }
  return Error{"cannot list the host's addresses: they change faster than they can be read"};
}

}  // namespace peeringd
