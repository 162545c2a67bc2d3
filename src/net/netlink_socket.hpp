// A NETLINK_ROUTE socket of libmnl, closed at the end of its scope.
#pragma once

#include <libmnl/libmnl.h>

#include <cstddef>
#include <memory>

#include "base/result.hpp"

namespace peeringd {

struct NetlinkSocketCloser {
  void operator()(mnl_socket* socket) const { mnl_socket_close(socket); }
};
using NetlinkSocket = std::unique_ptr<mnl_socket, NetlinkSocketCloser>;

/// Opens a socket that receives the notices of `groups` (RTMGRP_*; 0: none). `flags` may be
/// SOCK_NONBLOCK.
Result<NetlinkSocket> open_netlink_socket(unsigned groups, int flags);

/// "cannot open a netlink socket (rtnetlink): Permission denied".
Error netlink_error(const char* attempt, int error);

/// The kernel writes dumps in pieces of at most this size, netlink(7).
inline constexpr std::size_t netlink_datagram_size = 32768;

}  // namespace peeringd
