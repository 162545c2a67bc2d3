#include "route_sources/bmp_sockets.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <string>
#include <utility>

#include "base/host_and_port.hpp"
#include "routes/route_plan.hpp"

namespace peeringd {
namespace {

using Acceptor = boost::asio::ip::tcp::acceptor;

bool lists(const std::vector<ListenAddress>& addresses, const ListenAddress& at) {
  return std::find(addresses.begin(), addresses.end(), at) != addresses.end();
}

// Without routes to watch, there is no station.
std::vector<ListenAddress> bmp_addresses_of(const Config& config) {
  if (!config.routes.bmp || make_route_plan(config).prefixes.empty()) return {};
  return config.routes.bmp->listen;
}

bool exclude_each_other(const ListenAddress& a, const ListenAddress& b) {
  return a.port == b.port && a.address.is_v4() == b.address.is_v4() &&
         (a.address.is_unspecified() || b.address.is_unspecified());
}

}  // namespace

Result<BmpSockets> open_added_bmp_sockets(const Config& before, const Config& after) {
  const auto present = bmp_addresses_of(before);
  const auto wanted = bmp_addresses_of(after);
  BmpSockets sockets;
  std::string errors;
  boost::asio::io_context context;
  for (const ListenAddress& at : wanted) {
    const bool waits = std::any_of(present.begin(), present.end(), [&](const auto& old) {
      return exclude_each_other(at, old) && !lists(wanted, old);
    });
    const bool opened =
        std::any_of(sockets.begin(), sockets.end(), [&](const auto& one) { return one.at == at; });
    if (waits || opened || lists(present, at)) continue;
    Acceptor acceptor(context);
    if (const auto error = open_bmp_socket(acceptor, at)) {
      errors += (errors.empty() ? "" : "\n") + std::string("routes.bmp.listen: cannot listen on ") +
                host_and_port(at.address.to_string(), at.port) + ": " + error.message();
    } else {
      sockets.push_back({at, Descriptor(acceptor.release())});
    }
  }
  if (!errors.empty()) return Error{errors};
  return sockets;
}

boost::system::error_code open_bmp_socket(Acceptor& acceptor, const ListenAddress& at) {
  const boost::asio::ip::tcp::endpoint endpoint(at.address, at.port);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(boost::asio::ip::v6_only(true), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(Acceptor::max_listen_connections, error);
  return error;
}

}  // namespace peeringd
