// A client's connection as a stream of bytes, plain TCP or TLS, in which every wait has a deadline.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/tls_identity.hpp"
#include "net/tcp_delivery.hpp"

namespace peeringd {

enum class FirstBytes : std::uint8_t {
  tls,    ///< a handshake
  other,  ///< no TLS
  none,   ///< the client has gone, or was too late
};

/// Server thread only. One coroutine at a time; any code of that thread may call close().
class HttpStream {
 public:
  explicit HttpStream(boost::asio::ip::tcp::socket socket);
  ~HttpStream();
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

  /// Closes the stream after `duration`, whatever is under way. A later call replaces the deadline.
  void expires_after(Duration duration);

  /// Waits for the first bytes, and determines whether they begin a TLS handshake.
  boost::asio::awaitable<FirstBytes> look_for_tls();

  /// Completes the server's side of that handshake. Returns false if it fails.
  boost::asio::awaitable<bool> shake_hands(TlsContext context);

  bool is_tls() const;

  /// Appends received bytes, at most 4 KiB. Returns false at the end of the stream, on an error, or
  /// at the deadline.
  boost::asio::awaitable<bool> read_some(std::string& buffer);

  /// Writes `header`, then `body`, without copying them. They must outlive the wait. Returns true
  /// only if the socket accepted every byte.
  boost::asio::awaitable<bool> write(std::string_view header, std::string_view body);

  /// Returns how much of the data the client has acknowledged; nothing once the stream is closed.
  std::optional<TcpDelivery> delivery() const;

  /// Ends the connection so that the client receives everything that was written. Over TLS, sends
  /// close_notify: without it, a body that ends with the connection counts as truncated (RFC 8446
  /// section 6.1). Then reads up to 1 MiB that the client still sends: closing with unread bytes
  /// would reset the connection, and the client could lose the response (RFC 9112 section 9.6).
  boost::asio::awaitable<void> finish();

  /// Closes immediately; operations under way fail.
  void close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // the deadline's handler has a weak pointer to it
};

}  // namespace peeringd
