// The sockets of a DnsExchange: bound to their source and watched by Asio. Asio owns a descriptor
// from creation to close, so its number is never closed or reused while the reactor still watches
// it.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "model/source.hpp"
#include "resolve/resolv_conf.hpp"

namespace peeringd {

/// open() to send() behave as in sockets(7): on failure they return a negative value and set errno.
/// No call blocks. All members run on the executor's thread.
class DnsSockets {
 public:
  /// Called from the event loop with a readable or a writable descriptor; the other one is -1. It
  /// may close sockets but must not destroy this object.
  using Ready = std::function<void(int readable, int writable)>;

  DnsSockets(boost::asio::any_io_executor executor, Source source, NameServer server, Ready ready);

  int open(int family, int type, int protocol);
  int close(int fd);
  /// Always connects to the name server.
  int connect(int fd);
  ssize_t receive(int fd, void* data, std::size_t size, int flags, sockaddr* from,
                  socklen_t* from_size);
  ssize_t send(int fd, const iovec* parts, int count);
  /// Whether an open socket is one of TCP.
  bool is_stream(int fd) const;

  /// Sets the events to call Ready for.
  void watch(int fd, bool readable, bool writable);

  /// Why a server last could not be asked, as a phrase; empty if that never happened.
  const std::string& trouble() const { return trouble_; }

 private:
  struct Direction;
  struct Socket;

  int failed(int error, std::string trouble);
  int server_failed(int fd, int error);
  void wait(const std::shared_ptr<Socket>& socket, Direction Socket::*direction);

  boost::asio::any_io_executor executor_;
  Source source_;
  NameServer server_;
  Ready ready_;
  std::map<int, std::shared_ptr<Socket>> sockets_;  // by descriptor
  std::string trouble_;
};

}  // namespace peeringd
