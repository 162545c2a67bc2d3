// What the server listens on, and how one setup follows another.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "http/http_listener.hpp"
#include "http/http_sessions.hpp"
#include "http/setup.hpp"
#include "http/tls_identity.hpp"

namespace peeringd {

/// A setup whose sockets are bound and whose certificates were read.
struct ServerSetup {
  struct Opened {
    HttpAddress wanted;
    boost::asio::ip::tcp::acceptor acceptor;
  };

  HttpSetup setup;
  std::vector<Opened> opened;  ///< those of the addresses that were not listened on before
  std::shared_ptr<TlsIdentity> identity;
};

/// All on the server's thread, or before it starts.
class HttpListeners {
 public:
  HttpListeners(boost::asio::io_context& context, HttpSessions& sessions)
      : context_(context), sessions_(sessions) {}

  /// Changes nothing.
  Result<std::shared_ptr<ServerSetup>> prepare(const HttpSetup& setup);

  /// Gives up what `setup` does not want, and takes in what was opened for it.
  void take(ServerSetup& setup);

  /// From now on, clients are accepted.
  void start();
  void close();

  std::vector<HttpAddress> local_endpoints() const;

 private:
  struct Entry {
    HttpAddress wanted;
    std::shared_ptr<HttpListener> listener;
  };

  bool listens_on(const HttpAddress& address) const;
  Result<void> open_new(ServerSetup& setup);
  void share_ports(bool shared);
  void run(const std::shared_ptr<HttpListener>& listener);

  boost::asio::io_context& context_;
  HttpSessions& sessions_;
  std::vector<Entry> entries_;
  bool started_ = false;
};

}  // namespace peeringd
