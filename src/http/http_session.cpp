#include "http/http_session.hpp"

#include <chrono>
#include <utility>

namespace peeringd {

namespace asio = boost::asio;

HttpSession::HttpSession(asio::ip::tcp::socket socket, HttpPeer peer, const SessionContext& context)
    : peer_(std::move(peer)),
      context_(context),
      shared_(context.shared),
      reply_timer_(socket.get_executor()),
      stream_(std::move(socket)),
      progress_(shared_.limits.slow_after, shared_.limits.min_rate),
      handshaking_(shared_.access.identity() != nullptr) {}

asio::awaitable<void> HttpSession::run() {
  if (handshaking_ && !co_await shake_hands()) co_return;
  // A client connects because it has a request: the first one must come sooner than further ones.
  Duration patience = shared_.limits.request;
  bool more = true;
  bool unread = false;  // the client may be sending bytes that the session does not read
  while (more) {
    ParseOutcome outcome = co_await read_request(patience);
    if (std::holds_alternative<NeedMore>(outcome)) co_return;
    if (auto* refusal = std::get_if<HttpResponse>(&outcome)) {
      const ResponseForm form{.now = SystemClock().wall()};
      if (!co_await send(std::move(*refusal), form)) co_return;
      more = false;
      unread = true;
    } else {
      // A client repeats on a new connection what was not answered on a kept one.
      if (has_outdated_authorities()) co_return;
      const auto& parsed = std::get<ParsedRequest>(outcome);
      more = co_await answer(parsed);
      unread = parsed.has_body;
    }
    patience = shared_.limits.idle;
  }
  if ((!unread && !stream_.is_tls()) || closed_) co_return;
  co_await linger();
}

// Waits for the client's end of the connection, briefly; another client may take the slot.
asio::awaitable<void> HttpSession::linger() {
  begin_waiting();
  stream_.expires_after(std::chrono::seconds(2));
  co_await stream_.finish();
}

// Does the TLS handshake, within the time limit of a request. Waits for a turn once the client has
// begun.
asio::awaitable<bool> HttpSession::shake_hands() {
  const HttpLimits& limits = shared_.limits;
  begin_waiting();
  stream_.expires_after(limits.request);
  const FirstBytes first = co_await stream_.look_for_tls();
  if (closed_ || first == FirstBytes::none || shared_.access.identity() == nullptr) co_return false;
  if (first == FirstBytes::other) {
    handshaking_ = false;
    const ResponseForm form{.now = SystemClock().wall()};
    co_await send(plain_text(400, "This port expects HTTPS; the request was plain HTTP.\n"), form);
    co_await linger();
    co_return false;
  }
  // A copy: the identity may change before the handshake is done.
  tls_ = shared_.access.identity()->context(SystemClock().now());
  if (!co_await context_.handshakes.take(peer_.client, tls_->handshake_cost, limits.request,
                                         reply_timer_)) {
    co_return false;
  }
  begin_waiting();  // a turn is progress
  if (closed_ || !co_await stream_.shake_hands(tls_)) co_return false;
  handshaking_ = false;
  authenticated_ = !shared_.access.has_users();  // a required certificate was presented
  begin_waiting();
  co_return !closed_;
}

bool HttpSession::has_outdated_authorities() const {
  if (!tls_ || shared_.access.identity() == nullptr) return false;
  const TlsContext& now = shared_.access.identity()->context(SystemClock().now());
  return now != tls_ && now->client_ca != tls_->client_ca;
}

asio::awaitable<ParseOutcome> HttpSession::read_request(Duration patience) {
  bool begun = !buffer_.empty();
  stream_.expires_after(begun ? shared_.limits.request : patience);
  while (!closed_) {
    ParseOutcome outcome = parse_request(buffer_, shared_.limits.header_bytes);
    const auto* parsed = std::get_if<ParsedRequest>(&outcome);
    const bool undecided = parsed != nullptr && parsed->body_undecided;
    if (!std::holds_alternative<NeedMore>(outcome) && !undecided) {
      if (parsed != nullptr) buffer_.erase(0, parsed->size);
      waiting_ = false;
      co_return outcome;
    }
    if (!waiting_) begin_waiting();
    if (!co_await stream_.read_some(buffer_)) break;
    if (!std::exchange(begun, true)) stream_.expires_after(shared_.limits.request);
  }
  co_return NeedMore{};
}

void HttpSession::begin_waiting() {
  waiting_ = true;
  waiting_since_ = SystemClock().now();
  context_.on_waiting();
}

SlotFacts HttpSession::slot_facts() {
  const bool unauthenticated = !authenticated_ && shared_.access.requires_authentication();
  return {peer_.client, handshaking_, unauthenticated, long_body_,
          stalled_since(SystemClock().now(), unauthenticated)};
}

// An unauthenticated client makes no progress, whatever it is sent or waits for.
std::optional<MonotonicTime> HttpSession::stalled_since(MonotonicTime now, bool unauthenticated) {
  if (waiting_) return waiting_since_;
  if (unauthenticated && checking_since_) return checking_since_;
  if (!sending_) return std::nullopt;
  if (unauthenticated) return sending_since_;
  if (progress_.is_due(now)) {
    if (const auto delivery = stream_.delivery()) progress_.look(now, *delivery);
  }
  return progress_.slow_since();
}

void HttpSession::close() {
  closed_ = true;
  stream_.close();
  reply_timer_.cancel();
}

void HttpSession::close_when_answered() {
  last_request_ = true;
  if (waiting_) close();
}

}  // namespace peeringd
