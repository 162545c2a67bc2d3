#include "resolve/dns_sockets.hpp"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>

#include "net/socket.hpp"
#include "resolve/name_server_socket.hpp"

namespace peeringd {

using boost::system::error_code;

struct DnsSockets::Direction {
  bool wanted = false;
  bool waiting = false;  // Asio holds a handler
};

struct DnsSockets::Socket {
  explicit Socket(const boost::asio::any_io_executor& executor) : descriptor(executor) {}

  boost::asio::posix::stream_descriptor descriptor;
  bool stream = false;
  Direction read;
  Direction write;
};

DnsSockets::DnsSockets(boost::asio::any_io_executor executor, Source source, NameServer server,
                       Ready ready)
    : executor_(std::move(executor)),
      source_(std::move(source)),
      server_(std::move(server)),
      ready_(std::move(ready)) {}

int DnsSockets::open(int family, int type, int protocol) {
  const int fd = ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  if (fd < 0) {
    const int error = errno;
    return failed(error, std::string("cannot open a socket: ") + std::strerror(error));
  }
  if (is_kept_from(DescriptorUse::look_up, fd)) {
    ::close(fd);
    return failed(EMFILE, std::string("cannot open a socket: ") + std::strerror(EMFILE));
  }
  auto socket = std::make_shared<Socket>(executor_);
  error_code error;
  socket->descriptor.assign(fd, error);
  if (error) {
    ::close(fd);
    return failed(error.value(), "cannot watch a socket: " + error.message());
  }
  socket->stream = type == SOCK_STREAM;
  sockets_[fd] = std::move(socket);
  return fd;
}

int DnsSockets::close(int fd) {
  const auto found = sockets_.find(fd);
  if (found == sockets_.end()) return failed(EBADF, {});
  error_code ignored;
  found->second->descriptor.close(ignored);
  sockets_.erase(found);
  return 0;
}

int DnsSockets::connect(int fd) {
  const auto server = endpoint_of(server_, source_);
  if (!server) return failed(EADDRNOTAVAIL, server.error().message);
  const auto tied = tie_socket(fd, server_.address, source_);
  if (!tied) return failed(EADDRNOTAVAIL, tied.error().message);
  if (::connect(fd, server->data(), static_cast<socklen_t>(server->size())) == 0) return 0;
  if (errno == EINPROGRESS) return -1;
  return server_failed(fd, errno);
}

ssize_t DnsSockets::receive(int fd, void* data, std::size_t size, int flags, sockaddr* from,
                            socklen_t* from_size) {
  const ssize_t received = ::recvfrom(fd, data, size, flags, from, from_size);
  if (received >= 0 || errno == EAGAIN) return received;
  return server_failed(fd, errno);
}

ssize_t DnsSockets::send(int fd, const iovec* parts, int count) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(parts);  // only read
  message.msg_iovlen = static_cast<std::size_t>(count);
  const ssize_t sent = ::sendmsg(fd, &message, MSG_NOSIGNAL);
  if (sent >= 0 || errno == EAGAIN) return sent;
  return server_failed(fd, errno);
}

bool DnsSockets::is_stream(int fd) const {
  return sockets_.at(fd)->stream;
}

void DnsSockets::watch(int fd, bool readable, bool writable) {
  const auto found = sockets_.find(fd);
  if (found == sockets_.end()) return;
  const auto socket = found->second;
  socket->read.wanted = readable;
  socket->write.wanted = writable;
  wait(socket, &Socket::read);
  wait(socket, &Socket::write);
}

int DnsSockets::server_failed(int fd, int error) {
  const bool stream = is_stream(fd);  // the answer was too long for a datagram
  return failed(error, "name server " + server_.to_string() + (stream ? " over TCP: " : ": ") +
                           std::strerror(error));
}

int DnsSockets::failed(int error, std::string trouble) {
  trouble_ = std::move(trouble);
  errno = error;
  return -1;
}

// Only the map keeps a socket alive, so if a handler finds its socket, this object exists too.
void DnsSockets::wait(const std::shared_ptr<Socket>& socket, Direction Socket::*direction) {
  Direction& state = (*socket).*direction;
  if (!state.wanted || state.waiting) return;
  state.waiting = true;
  using boost::asio::posix::descriptor_base;
  const bool reading = direction == &Socket::read;
  socket->descriptor.async_wait(
      reading ? descriptor_base::wait_read : descriptor_base::wait_write,
      [this, weak = std::weak_ptr{socket}, direction, reading](error_code error) {
        const auto ready = weak.lock();
        if (!ready || error || !ready->descriptor.is_open()) return;
        Direction& now = (*ready).*direction;
        now.waiting = false;
        if (!now.wanted) return;
        const int fd = ready->descriptor.native_handle();
        ready_(reading ? fd : -1, reading ? -1 : fd);
        if (ready->descriptor.is_open()) wait(ready, direction);
      });
}

}  // namespace peeringd
