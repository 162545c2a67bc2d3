// A client's connection as a stream of bytes whose every wait has a deadline. The one place that
// knows it is TCP, or TLS.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
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

/// To be used on the server's thread, by one coroutine; close() by any code of that thread.
class HttpStream {
 public:
  explicit HttpStream(boost::asio::ip::tcp::socket socket);
  ~HttpStream();
  HttpStream(const HttpStream&) = delete;
  HttpStream& operator=(const HttpStream&) = delete;

  /// What is not done by then fails, and closes the stream.
  void expires_after(Duration duration);

  /// The server's side of a handshake, before anything is read or written.
  boost::asio::awaitable<TlsStart> start_tls(TlsContext context);

  /// Appends what has arrived, at most 4 KiB. False at the client's end, an error, or the deadline.
  boost::asio::awaitable<bool> read_some(std::string& buffer);

  /// Both parts, one after the other, without copying them. They must outlive the wait.
  boost::asio::awaitable<bool> write(std::string_view header, std::string_view body);

  /// Says that nothing more will be sent and reads what the client may still be sending, up to
  /// 1 MiB: closing with bytes unread would reset the connection and might take the response,
  /// not yet read by the client, with it (RFC 9112 section 9.6). Then closes.
  boost::asio::awaitable<void> finish();

  /// At once; what waits on the stream fails.
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace peeringd
