#include "http/listen_socket.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <string_view>

namespace peeringd {
namespace {

using Tcp = boost::asio::ip::tcp;
using boost::system::error_code;

std::string_view hint(const error_code& error) {
  if (error == boost::asio::error::address_in_use) return " (is another peeringd running?)";
  if (error == boost::system::errc::address_not_available) {
    return " (no interface of this host has that address)";
  }
  if (error == boost::asio::error::access_denied) {
    return " (ports below 1024 need CAP_NET_BIND_SERVICE)";
  }
  return "";
}

error_code open(Tcp::acceptor& acceptor, const Tcp::endpoint& endpoint) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  // A restart must not wait for the last connections' TIME_WAIT.
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(boost::asio::ip::v6_only(true), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Tcp::acceptor::max_listen_connections, error);
  return error;
}

}  // namespace

Result<Tcp::acceptor> open_listen_socket(boost::asio::io_context& context,
                                         const Tcp::endpoint& endpoint) {
  Tcp::acceptor acceptor(context);
  if (const error_code error = open(acceptor, endpoint)) {
    const std::string address = endpoint.address().to_string();
    return Error{fmt::format("cannot listen on {}:{}: {}{}",
                             endpoint.address().is_v6() ? "[" + address + "]" : address,
                             endpoint.port(), error.message(), hint(error))};
  }
  return acceptor;
}

}  // namespace peeringd
