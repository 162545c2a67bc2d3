#include "http/http_stream.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

#include "base/as_result.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

// Not Beast's stream: with two buffers its async_write() ends with success after the first one when
// the second is longer than 16 KiB (Boost 1.81).
using TlsStream = asio::ssl::stream<asio::ip::tcp::socket&>;

}  // namespace

struct HttpStream::Impl {
  explicit Impl(asio::ip::tcp::socket accepted)
      : socket(std::move(accepted)), timer(socket.get_executor()) {}

  bool is_late() const { return std::chrono::steady_clock::now() >= deadline; }
  void close() {
    boost::system::error_code ignored;
    socket.close(ignored);
    timer.cancel();
  }

  asio::ip::tcp::socket socket;
  asio::steady_timer timer;
  TlsContext context;  // outlives the stream made with it
  std::optional<TlsStream> tls;
  std::chrono::steady_clock::time_point deadline;
  std::array<char, 4096> received;
  std::size_t first_size = 0;  // of those, before the handshake
};

HttpStream::HttpStream(asio::ip::tcp::socket socket)
    : impl_(std::make_shared<Impl>(std::move(socket))) {
  // Otherwise the last packet of a long response waits for the client's delayed acknowledgement.
  boost::system::error_code ignored;
  impl_->socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  // Otherwise megabytes of responses are made for a client that sends requests and does not read.
  constexpr int max_unsent = 128 * 1024;
  limit_unsent(impl_->socket.native_handle(), max_unsent);
}

HttpStream::~HttpStream() {
  impl_->close();
}

void HttpStream::expires_after(Duration duration) {
  impl_->deadline = std::chrono::steady_clock::now() + duration;
  impl_->timer.expires_at(impl_->deadline);
  impl_->timer.async_wait([weak = std::weak_ptr(impl_)](const boost::system::error_code& error) {
    const auto impl = weak.lock();
    // The handler of a replaced deadline may run too, if its wait had already ended.
    if (!error && impl && impl->is_late()) impl->close();
  });
}

asio::awaitable<FirstBytes> HttpStream::look_for_tls() {
  constexpr char handshake_record = 0x16;  // RFC 8446 section 5.1
  Impl& impl = *impl_;
  const auto [error, size] =
      co_await impl.socket.async_read_some(asio::buffer(impl.received), as_result);
  if (error || size == 0) co_return FirstBytes::none;
  impl.first_size = size;
  co_return impl.received[0] == handshake_record ? FirstBytes::tls : FirstBytes::other;
}

asio::awaitable<bool> HttpStream::shake_hands(TlsContext context) {
  Impl& impl = *impl_;
  impl.context = std::move(context);
  impl.tls.emplace(impl.socket, impl.context->context);
  const auto first = asio::buffer(impl.received.data(), impl.first_size);
  const auto [error, used] =
      co_await impl.tls->async_handshake(asio::ssl::stream_base::server, first, as_result);
  const bool in_time = !impl.is_late();
  co_return in_time && !error;
}

bool HttpStream::is_tls() const {
  return impl_->tls.has_value();
}

asio::awaitable<bool> HttpStream::read_some(std::string& buffer) {
  Impl& impl = *impl_;
  const auto into = asio::buffer(impl.received);
  boost::system::error_code error;
  std::size_t size = 0;
  if (impl.tls) {
    std::tie(error, size) = co_await impl.tls->async_read_some(into, as_result);
  } else {
    std::tie(error, size) = co_await impl.socket.async_read_some(into, as_result);
  }
  if (error) co_return false;
  if (impl.is_late()) {  // even if the client keeps sending
    close();
    co_return false;
  }
  buffer.append(impl.received.data(), size);
  co_return true;
}

asio::awaitable<bool> HttpStream::write(std::string_view header, std::string_view body) {
  const std::array<asio::const_buffer, 2> parts{asio::buffer(header), asio::buffer(body)};
  boost::system::error_code error;
  std::size_t size = 0;
  if (impl_->tls) {
    std::tie(error, size) = co_await asio::async_write(*impl_->tls, parts, as_result);
  } else {
    std::tie(error, size) = co_await asio::async_write(impl_->socket, parts, as_result);
  }
  const bool whole = size == header.size() + body.size();
  co_return whole && !error;
}

std::optional<TcpDelivery> HttpStream::delivery() const {
  return read_tcp_delivery(impl_->socket.native_handle());
}

asio::awaitable<void> HttpStream::finish() {
  constexpr std::size_t patience = 1 << 20;
  Impl& impl = *impl_;
  // This waits for the client's close_notify too.
  if (impl.tls) co_await impl.tls->async_shutdown(as_result);
  boost::system::error_code error;
  impl.socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  std::size_t read = 0;
  while (!error && read < patience) {
    const auto [failure, size] =
        co_await impl.socket.async_read_some(asio::buffer(impl.received), as_result);
    error = failure;
    read += size;
  }
  close();
}

void HttpStream::close() {
  impl_->close();
}

}  // namespace peeringd
