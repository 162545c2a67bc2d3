// A TCP server on 127.0.0.1 whose behaviour on each connection a test defines.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/descriptor.hpp"
#include "support/test_identity.hpp"

namespace peeringd::test {

/// The server's end of one connection. Its calls block, at most until the server ends.
class Peer {
 public:
  explicit Peer(int socket) : socket_(socket) {}

  /// Changes the handshake.
  using Adjust = std::function<void(SSL_CTX*)>;

  /// Performs the TLS handshake; false if the client aborted it.
  bool secure(const Identity& identity, const std::string& offered_protocol = {},
              const Adjust& adjust = {});

  /// The protocol selected by ALPN; empty without one.
  std::string protocol() const;

  /// Reads to the end of a request's head; empty if the client has closed.
  std::string read_request();

  /// Reads at least a byte; empty if the client has closed.
  std::string read();

  /// False if the client has closed.
  bool write(std::string_view text);

  /// Waits until the client has closed.
  void wait_for_end();

  /// The connection will end with a reset.
  void reset_at_the_end();

 private:
  long read_some(char* data, std::size_t size);

  int socket_;
  std::shared_ptr<SSL_CTX> context_;
  std::shared_ptr<SSL> tls_;
};

class ScriptedServer {
 public:
  using Conversation = std::function<void(Peer&)>;

  explicit ScriptedServer(Conversation conversation);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void serve();

  Conversation conversation_;
  Descriptor listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> talks_;
  std::thread thread_;
};

}  // namespace peeringd::test
