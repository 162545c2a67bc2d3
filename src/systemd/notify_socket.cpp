#include "systemd/notify_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>

namespace peeringd {
namespace {

constexpr std::size_t longest_address = sizeof(sockaddr_un::sun_path) - 1;

}  // namespace

NotifySocket::NotifySocket(Descriptor socket, std::string address)
    : socket_(std::move(socket)), address_(std::move(address)) {}

Result<NotifySocket> NotifySocket::open(const std::string& address) {
  const bool is_path = address.starts_with('/');
  const bool is_abstract = address.starts_with('@') && address.size() > 1;
  if ((!is_path && !is_abstract) || address.size() > longest_address) {
    return Error{"NOTIFY_SOCKET is \"" + address +
                 "\"; it must be an absolute path or \"@\" and a name, of at most " +
                 std::to_string(longest_address) + " bytes"};
  }
  Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket) {
    return Error{"cannot open a Unix socket: " + last_system_error().message()};
  }
  return NotifySocket(std::move(socket), address);
}

Result<void> NotifySocket::send(std::string_view message) const {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, address_.data(), address_.size());
  std::size_t size = offsetof(sockaddr_un, sun_path) + address_.size();
  if (to.sun_path[0] == '@') {
    to.sun_path[0] = '\0';  // an abstract name, which ends where the address ends
  } else {
    ++size;  // a path, which ends with a zero
  }
  const auto sent =
      ::sendto(socket_.get(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&to), static_cast<socklen_t>(size));
  if (sent < 0) {
    return Error{"cannot notify the service manager at " + address_ + ": " +
                 last_system_error().message()};
  }
  return {};
}

}  // namespace peeringd
