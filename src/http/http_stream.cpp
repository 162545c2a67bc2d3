#include "http/http_stream.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <optional>
#include <tuple>

#include "http/as_result.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

}  // namespace

struct HttpStream::Impl {
  boost::beast::tcp_stream& tcp() { return tls ? tls->next_layer() : *plain; }
  bool is_late() const { return std::chrono::steady_clock::now() >= deadline; }

  std::optional<boost::beast::tcp_stream> plain;  // until it becomes TLS
  TlsContext context;                             // outlives the stream made with it
  std::optional<TlsStream> tls;
  std::chrono::steady_clock::time_point deadline;
  std::array<char, 4096> received;
};

HttpStream::HttpStream(asio::ip::tcp::socket socket) : impl_(std::make_unique<Impl>()) {
  impl_->plain.emplace(std::move(socket));
  // Else the last packet of a long response waits for the client's delayed acknowledgement.
  boost::system::error_code ignored;
  impl_->tcp().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

HttpStream::~HttpStream() = default;

void HttpStream::expires_after(Duration duration) {
  impl_->deadline = std::chrono::steady_clock::now() + duration;
  impl_->tcp().expires_at(impl_->deadline);
}

asio::awaitable<TlsStart> HttpStream::start_tls(TlsContext context) {
  constexpr char handshake_record = 0x16;  // RFC 8446 section 5.1
  Impl& impl = *impl_;
  const auto [error, size] =
      co_await impl.plain->async_read_some(asio::buffer(impl.received), as_result);
  if (error) co_return TlsStart::failed;
  if (impl.received[0] != handshake_record) co_return TlsStart::plain_http;
  impl.context = std::move(context);
  impl.tls.emplace(std::move(*impl.plain), *impl.context);
  impl.plain.reset();
  impl.tcp().expires_at(impl.deadline);
  const auto [failure, used] = co_await impl.tls->async_handshake(
      asio::ssl::stream_base::server, asio::buffer(impl.received.data(), size), as_result);
  co_return failure || impl.is_late() ? TlsStart::failed : TlsStart::established;
}

asio::awaitable<bool> HttpStream::read_some(std::string& buffer) {
  Impl& impl = *impl_;
  const auto into = asio::buffer(impl.received);
  boost::system::error_code error;
  std::size_t size = 0;
  if (impl.tls) {
    std::tie(error, size) = co_await impl.tls->async_read_some(into, as_result);
  } else {
    std::tie(error, size) = co_await impl.plain->async_read_some(into, as_result);
  }
  if (error) co_return false;
  // Beast's timer is looked at only when a read has to wait, which a client that sends without a
  // pause never makes it do.
  if (impl.is_late()) {
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
    std::tie(error, size) = co_await asio::async_write(*impl_->plain, parts, as_result);
  }
  co_return !error;
}

asio::awaitable<void> HttpStream::finish() {
  constexpr std::size_t patience = 1 << 20;
  boost::system::error_code error;
  impl_->tcp().socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  std::size_t read = 0;
  std::string ignored;
  while (!error && read < patience && co_await read_some(ignored)) {
    read += ignored.size();
    ignored.clear();
  }
  close();
}

void HttpStream::close() {
  impl_->tcp().close();
}

}  // namespace peeringd
