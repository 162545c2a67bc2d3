// The sockets of a DnsExchange: tied to their source, watched by Asio, and known to nobody else. A
// descriptor is Asio's from the moment it exists to the moment it is closed, so none is ever
// closed, or its number given out again, while the reactor still watches it.
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

/// open() to send() are as in sockets(7): negative with errno set when they fail; no call blocks.
/// All members run on the executor's thread.
class DnsSockets {
 public:
  /// Called from the event loop with a descriptor that is readable or writable, the other being -1.
  /// It may close sockets, not destroy this object.
  using Ready = std::function<void(int readable, int writable)>;

  DnsSockets(boost::asio::any_io_executor executor, Source source, NameServer server, Ready ready);

  int open(int family, int type, int protocol);
  int close(int fd);
  /// To the name server, and to nobody else.
  int connect(int fd);
  ssize_t receive(int fd, void* data, std::size_t size, int flags, sockaddr* from,
                  socklen_t* from_size);
  ssize_t send(int fd, const iovec* parts, int count);

  /// What to call Ready for, from now on.
  void watch(int fd, bool readable, bool writable);

  /// The last thing that kept us from asking a server, as a phrase; empty when there was none.
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
