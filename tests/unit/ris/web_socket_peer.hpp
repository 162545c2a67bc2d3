// The server's end of a WebSocket (RFC 6455), for one connection of a ScriptedServer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "support/scripted_server.hpp"

namespace peeringd::test {

/// Its calls block like those of Peer.
class WebSocketPeer {
 public:
  explicit WebSocketPeer(Peer& peer) : peer_(peer) {}

  /// The handshakes of TLS and WebSocket. Returns the request's target; empty if the client went.
  std::string accept(const Identity& identity);

  /// The next message; nothing once the client has closed.
  std::optional<std::string> read();

  /// Sends one text frame.
  bool write(std::string_view payload);

 private:
  bool fill(std::size_t size);

  Peer& peer_;
  std::string received_;
};

}  // namespace peeringd::test
