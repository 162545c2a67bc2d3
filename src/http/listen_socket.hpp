// The server's listening sockets, and errors that tell what to do about them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "base/result.hpp"

namespace peeringd {

/// Bound and listening. An IPv6 address takes IPv6 clients alone, so that `0.0.0.0` and `::` can
/// both be listened on. `shared`: beside others of this user that share their port, too.
Result<boost::asio::ip::tcp::acceptor> open_listen_socket(
    boost::asio::io_context& context, const boost::asio::ip::tcp::endpoint& endpoint,
    bool shared = false);

/// A listening socket that the service manager has opened; it is ours from now on.
Result<boost::asio::ip::tcp::acceptor> adopt_listen_socket(boost::asio::io_context& context,
                                                           int descriptor);

/// Sets SO_REUSEPORT.
void share_port(boost::asio::ip::tcp::acceptor& acceptor, bool shared);

}  // namespace peeringd
