#include "net/read_local_network.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <vector>

#include "net/netlink_socket.hpp"
#include "net/netlink_tables.hpp"
#include "net/route_lookup.hpp"

namespace peeringd {
namespace {

// One request, and the body that the kernel expects after its header.
struct DumpRequest {
  std::uint16_t type;
  std::size_t body_size;
  const char* subject;
  unsigned char family = AF_UNSPEC;
};

constexpr std::array<DumpRequest, 2> dumps{{
    {RTM_GETLINK, sizeof(ifinfomsg), "list the host's interfaces"},
    {RTM_GETADDR, sizeof(ifaddrmsg), "list the host's addresses"},
}};

DumpRequest list_of_main_table(Family family) {
  const unsigned char number = family == Family::ipv4 ? AF_INET : AF_INET6;
  return {RTM_GETROUTE, sizeof(rtmsg), "list the host's routes", number};
}

bool send_request(mnl_socket* socket, const DumpRequest& dump, std::uint32_t sequence) {
  alignas(nlmsghdr) std::array<char, 256> buffer{};
  nlmsghdr* header = mnl_nlmsg_put_header(buffer.data());
  header->nlmsg_type = dump.type;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header->nlmsg_seq = sequence;
  void* body = mnl_nlmsg_put_extra_header(header, dump.body_size);  // zeroed: any family
  if (dump.type == RTM_GETROUTE) {
    auto* route = static_cast<rtmsg*>(body);
    route->rtm_family = dump.family;
    route->rtm_table = RT_TABLE_MAIN;
    route->rtm_type = RTN_UNICAST;
  }
  if (dump.type == RTM_GETLINK) mnl_attr_put_u32(header, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
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
    // Without any route, not even the tables exist.
    if (progress.error == ENOENT && dump.type == RTM_GETROUTE) return all;
    if (progress.error != 0) return netlink_error(dump.subject, progress.error);
    all.done = progress.done;
    all.interrupted = all.interrupted || progress.interrupted;
  }
  return all;
}

// Returns true if the tables changed while they were read.
Result<bool> read_default_routes(mnl_socket* socket, std::uint32_t& sequence,
                                 NetlinkTables& tables) {
  bool interrupted = false;
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const auto found = look_up_default_routes(socket, family, sequence, tables);
    if (!found) return found.error();
    if (*found) continue;
    const auto listed = run_dump(socket, list_of_main_table(family), ++sequence, tables);
    if (!listed) return listed.error();
    interrupted = interrupted || listed->interrupted;
  }
  return interrupted;
}

Result<bool> read_tables(mnl_socket* socket, const NetworkQuery& query, std::uint32_t& sequence,
                         NetlinkTables& tables) {
  bool interrupted = false;
  for (const DumpRequest& dump : dumps) {
    const auto progress = run_dump(socket, dump, ++sequence, tables);
    if (!progress) return progress.error();
    interrupted = interrupted || progress->interrupted;
  }
  const auto local = look_up_local_routes(socket, query.sources, sequence, tables);
  if (!local) return local.error();
  if (!query.default_routes) return interrupted;
  const auto changed = read_default_routes(socket, sequence, tables);
  if (!changed) return changed.error();
  return interrupted || *changed;
}

}  // namespace

Result<LocalNetwork> read_local_network(const NetworkQuery& query) {
  auto socket = open_netlink_socket(0, 0);
  if (!socket) return socket.error();
  // The kernel writes its answers while we call it; should one be missing, this ends the wait.
  const timeval limit{.tv_sec = 2, .tv_usec = 0};
  if (setsockopt(mnl_socket_get_fd(socket->get()), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) !=
      0) {
    return netlink_error("limit the wait for the host's addresses", errno);
  }

  // Makes the kernel filter routes by table and type; older kernels refuse that and list all.
  const int strict = 1;
  setsockopt(mnl_socket_get_fd(socket->get()), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &strict,
             sizeof strict);

  std::uint32_t sequence = 0;
  for (int attempt = 0; attempt < 10; ++attempt) {
    NetlinkTables tables;
    const auto interrupted = read_tables(socket->get(), query, sequence, tables);
    if (!interrupted) return interrupted.error();
    if (!*interrupted) return make_local_network(tables);
  }
  return Error{"cannot list the host's addresses: they change faster than they can be read"};
}

}  // namespace peeringd
