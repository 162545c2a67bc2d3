// A client's connection as a stream of bytes whose every wait has a deadline. The one place that
// knows whether it is plain TCP or TLS.
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
  tls,    ///< a handshake begins
  other,  ///< no TLS; it may be answered in the clear
  none,   ///< the client is gone, or was too late
};

/// Server thread only. One coroutine at a time; any code of that thread may call close().
class HttpStream {
 public:
  explicit HttpStream(boost::asio::ip::tcp::socket socket);
  ~HttpStream();
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

  /// Closes the stream after `duration`, whatever is under way, unless it is called again before.
  void expires_after(Duration duration);

  /// Waits for the first bytes, to see whether the client speaks TLS.
  boost::asio::awaitable<FirstBytes> look_for_tls();

  /// The server's side of the handshake that has begun with those bytes. False: it has failed.
  boost::asio::awaitable<bool> shake_hands(TlsContext context);

  bool is_tls() const;

  /// Appends what has arrived, at most 4 KiB. False at the client's end, an error, or the deadline.
  boost::asio::awaitable<bool> read_some(std::string& buffer);

  /// Writes both parts, one after the other, without copying them. They must outlive the wait. True
  /// only if the socket took every byte.
  boost::asio::awaitable<bool> write(std::string_view header, std::string_view body);

  /// How far the client has come with what was written; nothing once the stream is closed.
  std::optional<TcpDelivery> delivery() const;

  /// Ends the connection so that the client gets all that was written. Over TLS it sends
  /// close_notify: without that, a body that ends with the connection counts as cut off (RFC 8446
  /// section 6.1). Then it reads what the client may still be sending, up to 1 MiB: to close with
  /// bytes unread would reset the connection and might take the response, not yet read by the
  /// client, with it (RFC 9112 section 9.6).
  boost::asio::awaitable<void> finish();

  /// Closes at once; what waits on the stream fails.
  void close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // the deadline's handler looks whether it is still there
};

}  // namespace peeringd
