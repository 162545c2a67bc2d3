// Opens listening sockets; the errors suggest what to do.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "base/result.hpp"

namespace peeringd {

/// Binds a socket and listens. An IPv6 address accepts IPv6 clients only, so that `0.0.0.0` and
/// `::` can both be used. `shared`: other sockets of this user that share their port may listen
/// too.
Result<boost::asio::ip::tcp::acceptor> open_listen_socket(
    boost::asio::io_context& context, const boost::asio::ip::tcp::endpoint& endpoint,
    bool shared = false);

/// Takes over a listening socket that the service manager has opened.
Result<boost::asio::ip::tcp::acceptor> adopt_listen_socket(boost::asio::io_context& context,
                                                           int descriptor);

/// Sets SO_REUSEPORT.
void share_port(boost::asio::ip::tcp::acceptor& acceptor, bool shared);

}  // namespace peeringd
