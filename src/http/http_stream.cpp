#include "http/http_stream.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace peeringd {
namespace {

namespace asio = boost::asio;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct HttpStream::Impl {
  boost::beast::tcp_stream tcp;
  std::chrono::steady_clock::time_point deadline;
  std::array<char, 4096> received;
};

HttpStream::HttpStream(asio::ip::tcp::socket socket)
    : impl_(new Impl{boost::beast::tcp_stream(std::move(socket)), {}, {}}) {
  // Else the last packet of a long response waits for the client's delayed acknowledgement.
  boost::system::error_code ignored;
  impl_->tcp.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

HttpStream::~HttpStream() = default;

void HttpStream::expires_after(Duration duration) {
  impl_->deadline = std::chrono::steady_clock::now() + duration;
  impl_->tcp.expires_at(impl_->deadline);
}

asio::awaitable<bool> HttpStream::read_some(std::string& buffer) {
  const auto [error, size] =
      co_await impl_->tcp.async_read_some(asio::buffer(impl_->received), as_result);
  if (error) co_return false;
  // Beast's timer is looked at only when a read has to wait, which a client that sends without a
  // pause never makes it do.
  if (std::chrono::steady_clock::now() >= impl_->deadline) {
    close();
    co_return false;
  }
  buffer.append(impl_->received.data(), size);
  co_return true;
}

asio::awaitable<bool> HttpStream::write(std::string_view header, std::string_view body) {
  const std::array<asio::const_buffer, 2> parts{asio::buffer(header), asio::buffer(body)};
  const auto [error, size] = co_await asio::async_write(impl_->tcp, parts, as_result);
  co_return !error;
}

asio::awaitable<void> HttpStream::finish() {
  constexpr std::size_t patience = 1 << 20;
  boost::system::error_code error;
  impl_->tcp.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  std::size_t read = 0;
  std::string ignored;
  while (!error && read < patience && co_await read_some(ignored)) {
    read += ignored.size();
    ignored.clear();
  }
  close();
}

void HttpStream::close() {
  impl_->tcp.close();
}

}  // namespace peeringd
