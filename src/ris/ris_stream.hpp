// A WebSocket (RFC 6455) over TLS to RIS Live: text messages in both directions.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http_client/trust_store.hpp"

namespace peeringd {

/// All members on the executor's thread.
class RisStream {
 public:
  /// `host` must be in the server's certificate, which `trust` must verify.
  RisStream(boost::asio::ip::tcp::socket socket, std::string host, const TrustStore& trust);
  RisStream(const RisStream&) = delete;
  RisStream& operator=(const RisStream&) = delete;
  /// Closes the stream.
  ~RisStream();

  /// The handshakes of TLS (1.2 or 1.3) and WebSocket, within 20 s. `target` is a path with a
  /// query.
  boost::asio::awaitable<Result<void>> open(std::string target);

  /// The next message, at most 1 MiB. Valid until the next call.
  boost::asio::awaitable<Result<std::string_view>> read();

  /// True if read() failed because a message exceeded 1 MiB.
  bool too_long() const;

  /// Sends the text after those before it. Does not wait; errors end read().
  void send(std::string text);

  /// Closes the connection at once. read() ends with an error.
  void close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // coroutines hold it until they end
};

}  // namespace peeringd
