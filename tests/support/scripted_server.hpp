// A TCP server on 127.0.0.1 that does with each connection what a test tells it to, however rude.
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

/// The server's end of one connection. Blocks; ends with the server at the latest.
class Peer {
 public:
  explicit Peer(int socket) : socket_(socket) {}

  /// Changes how the handshake is made.
  using Adjust = std::function<void(SSL_CTX*)>;

  /// The TLS handshake; false when the client did not like it.
  bool secure(const Identity& identity, const std::string& offered_protocol = {},
              const Adjust& adjust = {});

  /// What ALPN has come to; empty: nothing.
  std::string protocol() const;

  /// All until the end of a request's head; empty when the client has gone.
  std::string read_request();

  /// What has come, at least a byte; empty when the client has gone.
  std::string read();

  /// False when the client has gone.
  bool write(std::string_view text);

  /// Until the client has gone.
  void wait_for_end();

  /// What comes next is a reset, and no orderly end.
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
