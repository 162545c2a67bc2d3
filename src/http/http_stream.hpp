// A client's connection as a stream of bytes whose every wait has a deadline. The one place that
// knows whether it is plain TCP or TLS.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/tls_identity.hpp"

namespace peeringd {

enum class TlsStart : std::uint8_t {
  established,
  plain_http,  ///< what the client has sent is no TLS; it may be answered in the clear
  failed,
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

  /// The server's side of a handshake, before anything is read or written.
  boost::asio::awaitable<TlsStart> start_tls(TlsContext context);

  bool is_tls() const;

  /// Appends what has arrived, at most 4 KiB. False at the client's end, an error, or the deadline.
  boost::asio::awaitable<bool> read_some(std::string& buffer);

  /// Writes both parts, one after the other, without copying them. They must outlive the wait. True
  /// only if the socket took every byte.
  boost::asio::awaitable<bool> write(std::string_view header, std::string_view body);

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
