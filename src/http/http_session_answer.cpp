// How a session obtains the response to a request, and sends it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "base/as_result.hpp"
#include "base/duration.hpp"
#include "http/handler_call.hpp"
#include "http/host_check.hpp"
#include "http/http_session.hpp"

namespace peeringd {

namespace asio = boost::asio;

// Returns whether the connection stays open.
asio::awaitable<bool> HttpSession::answer(const ParsedRequest& parsed) {
  HttpResponse response = co_await response_to(parsed);
  if (closed_) co_return false;
  const bool ends_with_connection = response.next_piece && parsed.http_1_0;
  const ResponseForm form{
      .now = SystemClock().wall(),
      .head_only = parsed.request.method == "HEAD",
      .http_1_0 = parsed.http_1_0,
      // The session does not read the body of a request, so it cannot find what follows.
      .keep_alive =
          parsed.keep_alive && !parsed.has_body && !last_request_ && !ends_with_connection,
      .gzip = accepts_gzip(parsed.accept_encoding),
      .if_none_match = parsed.if_none_match,
  };
  const bool sent = co_await send(std::move(response), form);
  long_body_ = false;
  if (!sent) close();
  co_return sent&& form.keep_alive && !last_request_;
}

asio::awaitable<HttpResponse> HttpSession::response_to(const ParsedRequest& parsed) {
  const HttpHosts& hosts = shared_.access.hosts();
  if (auto refused = refuse_host(parsed, hosts, {peer_.reached, peer_.guarded && !tls_})) {
    shared_.log_limited(
        log::Level::warning,
        "refused a request for a host that web.hosts does not list" + host_in_brackets(parsed));
    co_return *std::move(refused);
  }
  if (auto refused = refuse_origin(parsed, hosts)) co_return *std::move(refused);
  auto found = shared_.router.find(parsed.request);
  auto refused = co_await authenticate(parsed);
  authenticated_ = !refused;
  if (refused) co_return *std::move(refused);
  if (auto* refusal = std::get_if<HttpResponse>(&found)) co_return std::move(*refusal);
  if (parsed.has_body) co_return plain_text(413, "This page takes no request body.\n");
  const auto& match = std::get<RouteMatch>(found);
  HttpResponse response = co_await call_with_slot(match);
  constexpr unsigned first_error = 400;
  if (response.status < first_error) {
    const auto& headers = match.route->headers;
    response.headers.insert(response.headers.end(), headers.begin(), headers.end());
  }
  co_return response;
}

// Returns the response to a client that may not ask; nothing if it may.
asio::awaitable<std::optional<HttpResponse>> HttpSession::authenticate(
    const ParsedRequest& parsed) {
  HttpAccess::Verdict verdict =
      shared_.access.check(parsed.authorization, peer_.client, weak_from_this());
  if (std::holds_alternative<HttpAccess::Admitted>(verdict)) co_return std::nullopt;
  if (auto* refusal = std::get_if<HttpResponse>(&verdict)) co_return std::move(*refusal);
  const Route password_check{"the password check", std::get<HttpHandler>(verdict), {}};
  checking_since_ = SystemClock().now();
  HttpResponse checked = co_await call(password_check, parsed.request);
  checking_since_.reset();
  if (checked.status == 200) co_return std::nullopt;
  co_return std::move(checked);
}

asio::awaitable<HttpResponse> HttpSession::call(const Route& route, const HttpRequest& request) {
  auto wake = [self = shared_from_this()] {
    asio::post(self->reply_timer_.get_executor(), [self] { self->reply_timer_.cancel(); });
  };
  const auto slot = std::make_shared<ReplySlot>(std::move(wake));
  const ClosedAtExit guard(*slot);
  reply_timer_.expires_after(shared_.limits.handler);
  stream_.expires_after(shared_.limits.handler +
                        shared_.limits.request);  // that of the request is over
  call_handler(route, request, slot, shared_);
  if (const auto patience = slot->provisional_for()) {
    reply_timer_.expires_after(std::min(*patience, shared_.limits.handler));
  }

  // A reply or close() ends the timer early; so may the wake-up of an earlier request, hence the
  // loop.
  bool expired = false;
  while (!slot->has_reply() && !closed_ && !expired) {
    const auto [error] = co_await reply_timer_.async_wait(as_result);
    expired = !error;
  }
  if (auto response = slot->close()) {
    co_return begin_body(*std::move(response), route, shared_);
  }
  const std::string limit = format_duration(shared_.limits.handler);
  if (!closed_) {
    shared_.log_limited(
        log::Level::warning,
        fmt::format("the handler of {} did not reply within {}", route.pattern, limit));
  }
  co_return plain_text(503, "This page was not ready within " + limit + ".\n");
}

// Only a few bodies longer than 1 MiB are sent at a time. A session keeps no response while it
// waits for a slot: it calls the handler afterwards, again if the body was not expected to be
// long.
asio::awaitable<HttpResponse> HttpSession::call_with_slot(const RouteMatch& match) {
  route_ = match.route;
  auto& long_routes = shared_.long_routes;
  bool waited = long_routes.contains(route_);
  if (waited) co_await wait_for_long_body_slot();
  for (;;) {
    HttpResponse response = co_await call(*route_, match.request);
    if (!response.next_piece) {
      long_body_ = false;
      long_routes.erase(route_);
      co_return response;
    }
    if (long_body_ || (long_body_ = context_.take_long_body_slot(*this))) co_return response;
    long_routes.insert(route_);
    response = HttpResponse{};
    if (waited || !co_await wait_for_long_body_slot()) {
      co_return plain_text(503, "Too many clients are being sent such a page; try again later.\n");
    }
    waited = true;
  }
}

asio::awaitable<bool> HttpSession::wait_for_long_body_slot() {
  using namespace std::chrono_literals;
  const MonotonicTime give_up = SystemClock().now() + shared_.limits.long_body_wait;
  while (!(long_body_ = context_.take_long_body_slot(*this))) {
    if (closed_ || SystemClock().now() >= give_up) co_return false;
    reply_timer_.expires_after(50ms);
    co_await reply_timer_.async_wait(as_result);
  }
  co_return true;
}

asio::awaitable<bool> HttpSession::send(HttpResponse response, const ResponseForm& form) {
  const HttpLimits& limits = shared_.limits;
  stream_.expires_after(response.next_piece ? limits.long_write : limits.write);
  sending_since_ = SystemClock().now();
  progress_.begin(sending_since_, stream_.delivery().value_or(TcpDelivery{}));
  waiting_ = false;
  sending_ = true;
  bool sent = false;
  if (response.next_piece) {
    sent = co_await send_pieces(std::move(response), form);
  } else {
    const EncodedResponse encoded = encode_response(std::move(response), form);
    sent = co_await stream_.write(encoded.header, encoded.content());
  }
  sending_ = false;
  co_return sent;
}

// Other clients get their turns between the pieces.
asio::awaitable<bool> HttpSession::send_pieces(HttpResponse response, const ResponseForm& form) {
  BodyEncoder body(form.gzip, /*chunked=*/!form.http_1_0);
  std::string bytes = encode_header(response, form, body);
  if (form.head_only) co_return co_await stream_.write(bytes, {});
  bytes += body.add(std::exchange(response.body, {}));
  for (;;) {
    if (!bytes.empty() && !co_await stream_.write(bytes, {})) co_return false;
    const auto piece = next_piece(response, *route_, shared_);
    if (!piece) co_return false;  // the client sees that the body is incomplete
    bytes = piece->empty() ? body.finish() : body.add(*piece);
    if (piece->empty()) co_return co_await stream_.write(bytes, {});
  }
}

}  // namespace peeringd
