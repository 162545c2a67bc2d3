// A NETLINK_ROUTE socket of libmnl, closed at the end of its scope.
#pragma once

#include <libmnl/libmnl.h>

#include <cstddef>
#include <memory>
#include <span>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace peeringd {

struct NetlinkSocketCloser {
  void operator()(mnl_socket* socket) const { mnl_socket_close(socket); }
};
using NetlinkSocket = std::unique_ptr<mnl_socket, NetlinkSocketCloser>;

/// Opens a socket that receives the notices of `groups` (RTMGRP_*; 0: none). `flags` may be
/// SOCK_NONBLOCK.
Result<NetlinkSocket> open_netlink_socket(unsigned groups, int flags);

/// Limits each wait for the kernel's answer; receive_netlink() fails afterwards. `attempt` names
/// this in the error.
Result<void> limit_netlink_wait(mnl_socket* socket, Duration patience, const char* attempt);

/// Sends one request, or several in a row. `attempt`, here and below: as in netlink_error().
Result<void> send_netlink(mnl_socket* socket, std::span<const std::byte> requests,
                          const char* attempt);

/// Waits for a datagram and reads it into `buffer`; returns the part that it fills.
Result<std::span<const std::byte>> receive_netlink(mnl_socket* socket, std::span<std::byte> buffer,
                                                   const char* attempt);

/// "cannot open a netlink socket (rtnetlink): Permission denied".
Error netlink_error(const char* attempt, int error);

/// The kernel writes dumps in pieces of at most this size, netlink(7).
inline constexpr std::size_t netlink_datagram_size = 32768;

}  // namespace peeringd
