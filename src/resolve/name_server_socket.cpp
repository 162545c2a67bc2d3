#include "resolve/name_server_socket.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/udp.hpp>
#include <cerrno>
#include <cstring>

#include "net/free_bind.hpp"

namespace peeringd {
namespace {

Error cannot(const std::string& what, int error) {
  return {"cannot " + what + ": " + std::strerror(error)};
}

}  // namespace

NameServerTies ties_to(const IpAddress& server, const Source& source) {
  const bool only_on_this_host = server.is_loopback() && !source.address.is_loopback();
  if (only_on_this_host) return {};
  NameServerTies ties;
  ties.address = family_of(server) == family_of(source.address);
  ties.interface = !source.interface.empty();
  ties.mark = source.mark.has_value();
  return ties;
}

Result<void> tie_socket(int socket, const IpAddress& server, const Source& source) {
  const NameServerTies ties = ties_to(server, source);
  if (ties.mark) {
    const std::uint32_t mark = *source.mark;
    if (setsockopt(socket, SOL_SOCKET, SO_MARK, &mark, sizeof mark) != 0) {
      const int error = errno;
      return cannot("set the mark " + std::to_string(mark), error);
    }
  }
  if (ties.interface) {
    const std::string& name = source.interface;
    const auto size = static_cast<socklen_t>(name.size());
    if (setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, name.data(), size) != 0) {
      const int error = errno;
      return cannot("send through " + name, error);
    }
  }
  if (ties.address) {
    allow_bind(socket, source);  // if it may not, bind() says so
    const boost::asio::ip::udp::endpoint local{source.address, 0};
    if (bind(socket, local.data(), static_cast<socklen_t>(local.size())) != 0) {
      const int error = errno;  // to_string() clears it
      return cannot("send from " + source.address.to_string(), error);
    }
  }
  return {};
}

}  // namespace peeringd
