#include "ris/ris_stream.hpp"

#include <openssl/ssl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <utility>

#include "base/as_result.hpp"
#include "base/clock.hpp"
#include "ris/ris_message.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

constexpr Duration handshake_timeout = std::chrono::seconds{20};

// Not beast::ssl_stream, whose async_write() of two buffers ends with success after the first one
// when the second is longer than 16 KiB (Boost 1.81): subscriptions may be.
using TlsStream = asio::ssl::stream<asio::ip::tcp::socket>;

constexpr std::size_t read_size = std::size_t{64} * 1024;

std::string reason_of(const boost::system::error_code& error) {
  const bool ended = error == websocket::error::closed || error == asio::error::eof ||
                     error == asio::ssl::error::stream_truncated;
  return ended ? "the server closed the connection" : error.message();
}

asio::ssl::context tls_context(const TrustStore& trust) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set1_cert_store(context.native_handle(), static_cast<X509_STORE*>(trust.get()));
  return context;
}

}  // namespace

struct RisStream::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::ip::tcp::socket connected, std::string name, const TrustStore& trust)
      : host(std::move(name)),
        timer(connected.get_executor()),
        context(tls_context(trust)),
        stream(std::move(connected), context) {
    // read() limits the size. Beast's own limit would wait for the end of TLS, and report errors of
    // that instead.
    stream.read_message_max(0);
    stream.text(true);
    stream.auto_fragment(false);
    stream.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::user_agent, "peeringd");
    }));
  }

  TlsStream& tls() { return stream.next_layer(); }

  void close() {
    closed = true;
    timer.cancel();
    boost::system::error_code ignored;
    tls().next_layer().close(ignored);
  }

  // Ends the handshakes when they take too long.
  void limit_handshakes() {
    timer.expires_after(handshake_timeout);
    timer.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto impl = weak.lock();
      if (error || !impl || impl->is_open) return;
      impl->late = true;
      impl->close();
    });
  }

  asio::awaitable<Result<void>> open(std::string target) {
    limit_handshakes();
    auto error = co_await shake_hands(std::move(target));
    timer.cancel();
    if (late) co_return Result<void>(Error{"no handshake within 20 s"});
    if (closed) co_return Result<void>(Error{"closed"});
    if (error) co_return Result<void>(Error{"handshake: " + reason_of(error)});
    is_open = true;
    send_next();
    co_return Result<void>();
  }

  asio::awaitable<boost::system::error_code> shake_hands(std::string target) {
    boost::system::error_code not_an_address;
    asio::ip::make_address(host, not_an_address);
    if (not_an_address) SSL_set_tlsext_host_name(tls().native_handle(), host.c_str());
    boost::system::error_code error;
    tls().set_verify_mode(asio::ssl::verify_peer, error);
    if (!error) tls().set_verify_callback(asio::ssl::host_name_verification(host), error);
    if (error) co_return error;
    std::tie(error) = co_await tls().async_handshake(asio::ssl::stream_base::client, as_result);
    if (error || closed) co_return error;
    std::tie(error) = co_await stream.async_handshake(host, target, as_result);
    co_return error;
  }

  asio::awaitable<Result<std::string_view>> read() {
    buffer.consume(buffer.size());
    do {
      const auto [error, size] = co_await stream.async_read_some(buffer, read_size, as_result);
      if (closed) co_return Result<std::string_view>(Error{"closed"});
      if (error) co_return Result<std::string_view>(Error{reason_of(error)});
      too_long = buffer.size() > max_ris_message_size;
      if (too_long) co_return Result<std::string_view>(Error{"a message above 1 MiB"});
    } while (!stream.is_message_done());
    const auto data = buffer.cdata();
    co_return std::string_view(static_cast<const char*>(data.data()), data.size());
  }

  void send_next() {
    if (!is_open || writing || waiting.empty()) return;
    writing = true;
    asio::co_spawn(stream.get_executor(), write_all(shared_from_this()), asio::detached);
  }

  static asio::awaitable<void> write_all(std::shared_ptr<Impl> self) {
    while (!self->waiting.empty() && !self->closed) {
      const std::string text = std::move(self->waiting.front());
      self->waiting.pop_front();
      const auto [error, size] = co_await self->stream.async_write(asio::buffer(text), as_result);
      if (error || size != text.size()) self->close();
    }
    self->writing = false;
  }

  const std::string host;
  asio::steady_timer timer;  // of the handshakes
  asio::ssl::context context;
  websocket::stream<TlsStream, false> stream;  // false: without code for compression
  beast::flat_buffer buffer;
  std::deque<std::string> waiting;
  bool is_open = false;
  bool writing = false;
  bool late = false;
  bool too_long = false;
  bool closed = false;
};

RisStream::RisStream(asio::ip::tcp::socket socket, std::string host, const TrustStore& trust)
    : impl_(std::make_shared<Impl>(std::move(socket), std::move(host), trust)) {}

RisStream::~RisStream() {
  close();
}

asio::awaitable<Result<void>> RisStream::open(std::string target) {
  const auto impl = impl_;
  co_return co_await impl->open(std::move(target));
}

asio::awaitable<Result<std::string_view>> RisStream::read() {
  const auto impl = impl_;
  co_return co_await impl->read();
}

bool RisStream::too_long() const {
  return impl_->too_long;
}

void RisStream::send(std::string text) {
  impl_->waiting.push_back(std::move(text));
  impl_->send_next();
}

void RisStream::close() {
  impl_->close();
}

}  // namespace peeringd
