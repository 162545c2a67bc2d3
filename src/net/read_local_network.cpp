#include "net/read_local_network.hpp"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <span>
#include <vector>

#include "net/netlink_requests.hpp"
#include "net/netlink_socket.hpp"
#include "net/netlink_tables.hpp"
#include "net/route_lookup.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

struct Dump {
  const char* attempt;
  std::function<std::size_t(std::span<std::byte> buffer, std::uint32_t sequence)> write;
  int error_if_empty = 0;  // errno by which the kernel says that the table has no entries
};

Dump dump_of_main_table(Family family) {
  // Without any route, not even the tables exist.
  return {"list the host's routes",
          [family](std::span<std::byte> buffer, std::uint32_t sequence) {
            return netlink::write_main_table_request(buffer, sequence, family);
          },
          ENOENT};
}

Result<DumpProgress> run_dump(mnl_socket* socket, const Dump& dump, std::uint32_t sequence,
                              NetlinkTables& tables) {
  alignas(nlmsghdr) netlink::RequestBuffer request{};
  const std::size_t size = dump.write(request, sequence);
  const auto sent = send_netlink(socket, std::span{request}.first(size), dump.attempt);
  if (!sent) return sent.error();
  std::vector<std::byte> buffer(netlink_datagram_size);
  DumpProgress all;
  while (!all.done) {
    const auto datagram = receive_netlink(socket, buffer, dump.attempt);
    if (!datagram) return datagram.error();
    const DumpProgress progress = read_dump(*datagram, sequence, tables);
    if (progress.error != 0 && progress.error == dump.error_if_empty) return all;
    if (progress.error != 0) return netlink_error(dump.attempt, progress.error);
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
    const auto listed = run_dump(socket, dump_of_main_table(family), ++sequence, tables);
    if (!listed) return listed.error();
    interrupted = interrupted || listed->interrupted;
  }
  return interrupted;
}

Result<bool> read_tables(mnl_socket* socket, const NetworkQuery& query, std::uint32_t& sequence,
                         NetlinkTables& tables) {
  bool interrupted = false;
  const std::array dumps{Dump{"list the host's interfaces", netlink::write_interfaces_request},
                         Dump{"list the host's addresses", netlink::write_addresses_request}};
  for (const Dump& dump : dumps) {
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
  const auto limited =
      limit_netlink_wait(socket->get(), 2s, "limit the wait for the host's addresses");
  if (!limited) return limited.error();

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
