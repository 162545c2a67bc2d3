#include "http/http_session.hpp"

#include <chrono>
#include <utility>

#include "http/accept_encoding.hpp"
#include "http/host_check.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

}  // namespace

HttpSession::HttpSession(asio::ip::tcp::socket socket, HttpPeer peer, const SessionParts& parts)
    : peer_(std::move(peer)),
      parts_(parts),
      reply_timer_(socket.get_executor()),
      stream_(std::move(socket)),
      progress_(parts.limits.slow_after, parts.limits.least_rate),
      handshaking_(parts.access.identity() != nullptr) {}

asio::awaitable<void> HttpSession::run() {
  if (handshaking_ && !co_await secure()) co_return;
  // Who connects has something to ask: the first request has to come sooner than a further one.
  Duration patience = parts_.limits.request;
  bool more = true;
  bool unread = false;  // the client may be sending something that is not going to be read
  while (more) {
    ParseOutcome outcome = co_await read_request(patience);
    if (std::holds_alternative<NeedMore>(outcome)) co_return;
    if (auto* refusal = std::get_if<HttpResponse>(&outcome)) {
      const ResponseForm form{.now = SystemClock().wall()};
      if (!co_await send(std::move(*refusal), form)) co_return;
      more = false;
      unread = true;
    } else {
      // Whoever was let in by an authority that is no more is not answered. What the client has
      // asked on a kept connection it asks again on a new one.
      if (came_by_other_terms()) co_return;
      const auto& parsed = std::get<ParsedRequest>(outcome);
      more = co_await answer(parsed);
      unread = parsed.has_body;
    }
    patience = parts_.limits.idle;
  }
  if ((!unread && !stream_.is_tls()) || closed_) co_return;
  co_await part();
}

// Waits for the client's end of the connection, shortly and in a place that others may take.
asio::awaitable<void> HttpSession::part() {
  begin_waiting();
  stream_.expires_after(std::chrono::seconds(2));
  co_await stream_.finish();
}

// The handshake of TLS, in the time of a request. It waits for its turn once the client has begun.
asio::awaitable<bool> HttpSession::secure() {
  const HttpLimits& limits = parts_.limits;
  begin_waiting();
  stream_.expires_after(limits.request);
  const FirstBytes first = co_await stream_.look_for_tls();
  if (closed_ || first == FirstBytes::none || parts_.access.identity() == nullptr) co_return false;
  if (first == FirstBytes::other) {
    handshaking_ = false;
    const ResponseForm form{.now = SystemClock().wall()};
    co_await send(plain_text(400, "This port speaks HTTPS, and this was plain HTTP.\n"), form);
    co_await part();
    co_return false;
  }
  // By value: the identity may have another one before the handshake is done.
  tls_ = parts_.access.identity()->context(SystemClock().now());
  if (!co_await parts_.turns.take(peer_.client, tls_->handshake_cost, limits.request,
                                  reply_timer_)) {
    co_return false;
  }
  begin_waiting();  // which is progress
  if (closed_ || !co_await stream_.shake_hands(tls_)) co_return false;
  handshaking_ = false;
  admitted_ = !parts_.access.names_users();  // it has a certificate, where that is asked for
  begin_waiting();
  co_return !closed_;
}

bool HttpSession::came_by_other_terms() const {
  if (!tls_ || parts_.access.identity() == nullptr) return false;
  const TlsContext& now = parts_.access.identity()->context(SystemClock().now());
  return now != tls_ && now->client_ca != tls_->client_ca;
}

asio::awaitable<ParseOutcome> HttpSession::read_request(Duration patience) {
  bool begun = !buffer_.empty();
  stream_.expires_after(begun ? parts_.limits.request : patience);
  while (!closed_) {
    ParseOutcome outcome = parse_request(buffer_, parts_.limits.header_bytes);
    const auto* parsed = std::get_if<ParsedRequest>(&outcome);
    const bool undecided = parsed != nullptr && parsed->body_undecided;
    if (!std::holds_alternative<NeedMore>(outcome) && !undecided) {
      if (parsed != nullptr) buffer_.erase(0, parsed->size);
      waiting_ = false;
      co_return outcome;
    }
    if (!waiting_) begin_waiting();
    if (!co_await stream_.read_some(buffer_)) break;
    if (!std::exchange(begun, true)) stream_.expires_after(parts_.limits.request);
  }
  co_return NeedMore{};
}

// What to answer to a client that has no right to ask.
asio::awaitable<std::optional<HttpResponse>> HttpSession::refuse(const ParsedRequest& parsed) {
  HttpAccess::Verdict verdict =
      parts_.access.judge(parsed.authorization, peer_.client, weak_from_this());
  if (std::holds_alternative<HttpAccess::Admitted>(verdict)) co_return std::nullopt;
  if (auto* refusal = std::get_if<HttpResponse>(&verdict)) co_return std::move(*refusal);
  judging_since_ = SystemClock().now();
  HttpResponse checked = co_await ask(std::get<HttpHandler>(verdict), parsed.request);
  judging_since_.reset();
  if (checked.status == 200) co_return std::nullopt;
  co_return std::move(checked);
}

asio::awaitable<HttpResponse> HttpSession::response_to(const ParsedRequest& parsed) {
  const HttpHosts& hosts = parts_.access.hosts();
  if (auto refused = refuse_host(parsed, hosts, {peer_.reached, peer_.guarded && !tls_})) {
    parts_.common.tell(log::Level::warning,
                       "a request for a host was refused that web.hosts does "
                       "not name" +
                           host_in_brackets(parsed));
    co_return *std::move(refused);
  }
  if (auto refused = refuse_origin(parsed, hosts)) co_return *std::move(refused);
  auto found = parts_.router.find(parsed.request);
  auto refused = co_await refuse(parsed);
  admitted_ = !refused;
  if (refused) co_return *std::move(refused);
  if (auto* refusal = std::get_if<HttpResponse>(&found)) co_return std::move(*refusal);
  if (parsed.has_body) co_return plain_text(413, "This page takes no request body.\n");
  co_return co_await take_place_and_ask(*std::get<const HttpHandler*>(found), parsed.request);
}

// Whether the connection goes on.
asio::awaitable<bool> HttpSession::answer(const ParsedRequest& parsed) {
  asked_ = parsed.request.path;
  HttpResponse response = co_await response_to(parsed);
  if (closed_) co_return false;
  const bool ends_with_connection = response.next_piece && parsed.http_1_0;
  const ResponseForm form{
      .now = SystemClock().wall(),
      .head_only = parsed.request.method == "HEAD",
      .http_1_0 = parsed.http_1_0,
      // A request's body is not read, so what follows it cannot be found.
      .keep_alive =
          parsed.keep_alive && !parsed.has_body && !last_request_ && !ends_with_connection,
      .gzip = accepts_gzip(parsed.accept_encoding),
  };
  const bool sent = co_await send(std::move(response), form);
  long_body_ = false;
  if (!sent) close();
  co_return sent&& form.keep_alive && !last_request_;
}

void HttpSession::begin_waiting() {
  waiting_ = true;
  waiting_since_ = SystemClock().now();
  parts_.now_waiting(*this);
}

PlaceFacts HttpSession::place_facts() {
  const bool stranger = !admitted_ && parts_.access.asks_who();
  return {peer_.client, handshaking_, stranger, long_body_,
          still_since(SystemClock().now(), stranger)};
}

// What a stranger is sent, or waits for, is of no value to anybody else.
std::optional<MonotonicTime> HttpSession::still_since(MonotonicTime now, bool stranger) {
  if (waiting_) return waiting_since_;
  if (stranger && judging_since_) return judging_since_;
  if (!sending_) return std::nullopt;
  if (stranger) return sending_since_;
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
