#include "resolve/name_server_socket.hpp"

#include <net/if.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "net/free_bind.hpp"

namespace peeringd {
namespace {

Error cannot(const std::string& what, int error) {
  return {"cannot " + what + ": " + std::strerror(error)};
}

// An interface may have several names. A source has the first one, resolv.conf any of them.
bool are_one_interface(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const unsigned index = if_nametoindex(a.c_str());
  return index != 0 && index == if_nametoindex(b.c_str());
}

}  // namespace

NameServerTies ties_to(const IpAddress& server, const Source& source) {
  // The kernel treats the unspecified address as loopback.
  const bool on_this_host = server.is_loopback() || server.is_unspecified();
  const bool only_on_this_host = on_this_host && !source.address.is_loopback();
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
    allow_bind(socket, source);  // if this fails, bind() reports it
    const boost::asio::ip::udp::endpoint local{source.address, 0};
    if (bind(socket, local.data(), static_cast<socklen_t>(local.size())) != 0) {
      const int error = errno;  // to_string() clears it
      return cannot("send from " + source.address.to_string(), error);
    }
  }
  return {};
}

Result<boost::asio::ip::udp::endpoint> endpoint_of(const NameServer& server, const Source& source) {
  const bool link_local = server.address.is_v6() && server.address.to_v6().is_link_local();
  if (!link_local) return boost::asio::ip::udp::endpoint{server.address, server.port};
  const std::string& interface = server.interface.empty() ? source.interface : server.interface;
  const std::string asked = "cannot ask name server " + server.to_string() + ": ";
  if (interface.empty()) {
    return Error{asked + "its interface is missing, write " + server.to_string() + "%eth0"};
  }
  if (!source.interface.empty() && !are_one_interface(interface, source.interface)) {
    return Error{asked + "the source uses interface " + source.interface};
  }
  const unsigned index = if_nametoindex(interface.c_str());
  if (index == 0) return Error{asked + "there is no interface " + interface};
  const auto bytes = server.address.to_v6().to_bytes();
  return boost::asio::ip::udp::endpoint{boost::asio::ip::address_v6(bytes, index), server.port};
}

}  // namespace peeringd
