// The listening sockets of the server, and their replacement by a new setup.
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

/// A setup whose sockets are bound and whose certificates have been read.
struct PreparedSetup {
  struct Opened {
    ListenAddress wanted;
    boost::asio::ip::tcp::acceptor acceptor;
  };

  HttpSetup setup;
  std::vector<Opened> opened;  ///< sockets of the addresses that are new
  std::shared_ptr<TlsIdentity> identity;
};

/// Server thread only, once that has started.
class HttpListeners {
 public:
  HttpListeners(boost::asio::io_context& context, HttpSessions& sessions)
      : context_(context), sessions_(sessions) {}

  /// Opens what `setup` needs, and changes nothing.
  Result<std::shared_ptr<PreparedSetup>> prepare(const HttpSetup& setup);

  /// Closes the listeners that `setup` does not list, and adds those that were opened for it.
  void apply(PreparedSetup& setup);

  /// Begins to accept clients.
  void start();
  void close();

  std::vector<ListenAddress> local_endpoints() const;

 private:
  struct Entry {
    ListenAddress wanted;
    std::shared_ptr<HttpListener> listener;
  };

  bool listens_on(const ListenAddress& address) const;
  Result<void> open_new(PreparedSetup& setup);
  void share_ports(bool shared);
  void run(const std::shared_ptr<HttpListener>& listener);

  boost::asio::io_context& context_;
  HttpSessions& sessions_;
  std::vector<Entry> entries_;
  bool started_ = false;
};

}  // namespace peeringd
