#include "http/listen_socket.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <string_view>

#include "base/host_and_port.hpp"

namespace peeringd {
namespace {

using Tcp = boost::asio::ip::tcp;
using boost::system::error_code;

std::string_view hint(const error_code& error) {
  if (error == boost::asio::error::address_in_use) {
    return " (is another peeringd running? Stop it, or set web.listen to another port)";
  }
  if (error == boost::system::errc::address_not_available) {
    return " (no interface of this host has that address)";
  }
  if (error == boost::asio::error::access_denied) {
    return " (ports below 1024 need CAP_NET_BIND_SERVICE)";
  }
  return "";
}

error_code open(Tcp::acceptor& acceptor, const Tcp::endpoint& endpoint, bool shared) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  // Otherwise a restart had to wait for connections in TIME_WAIT.
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(boost::asio::ip::v6_only(true), error);
  }
  if (!error && shared) share_port(acceptor, true);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Tcp::acceptor::max_listen_connections, error);
  return error;
}

}  // namespace

void share_port(Tcp::acceptor& acceptor, bool shared) {
  const int value = shared ? 1 : 0;
  ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &value, sizeof value);
}

Result<Tcp::acceptor> open_listen_socket(boost::asio::io_context& context,
                                         const Tcp::endpoint& endpoint, bool shared) {
  Tcp::acceptor acceptor(context);
  if (const error_code error = open(acceptor, endpoint, shared)) {
    return Error{fmt::format("cannot listen on {}: {}{}",
                             host_and_port(endpoint.address().to_string(), endpoint.port()),
                             error.message(), hint(error))};
  }
  return acceptor;
}

Result<Tcp::acceptor> adopt_listen_socket(boost::asio::io_context& context, int descriptor) {
  const auto refuse = [&](std::string_view why) {
    return Error{fmt::format("descriptor {} of the service manager {}", descriptor, why)};
  };
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) != 0 || value == 0) {
    return refuse("is not a listening socket");
  }
  if (::getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &value, &size) != 0 ||
      (value != AF_INET && value != AF_INET6)) {
    return refuse("does not listen on an IP address; use ListenStream=ADDRESS:PORT");
  }
  Tcp::acceptor acceptor(context);
  error_code error;
  acceptor.assign(value == AF_INET ? Tcp::v4() : Tcp::v6(), descriptor, error);
  if (error) return refuse("cannot be used: " + error.message());
  return acceptor;
}

}  // namespace peeringd
