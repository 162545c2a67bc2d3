// Listening sockets of the BMP station that are opened before a new configuration takes effect, so
// that an address that cannot be listened on is an error of the reload.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <vector>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "model/config.hpp"

namespace peeringd {

struct BmpSocket {
  ListenAddress at;
  Descriptor socket;
};
using BmpSockets = std::vector<BmpSocket>;

/// Opens the addresses that `after` adds to those of `before`. Omits one that covers, or is covered
/// by, an address of `before` on the same port that `after` does not have, such as 0.0.0.0 in place
/// of 127.0.0.1: it can be opened only when that one is closed. The error has a line for each
/// address. Any thread.
Result<BmpSockets> open_added_bmp_sockets(const Config& before, const Config& after);

/// Binds `acceptor` and listens. An IPv6 address accepts IPv6 connections only.
boost::system::error_code open_bmp_socket(boost::asio::ip::tcp::acceptor& acceptor,
                                          const ListenAddress& at);

}  // namespace peeringd
