#include "http/http_session.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "base/duration.hpp"
#include "http/accept_encoding.hpp"
#include "http/reply_slot.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

// Lets a handler's reply go nowhere once its session no longer waits, however that came about.
class ClosedAtExit {
 public:
  explicit ClosedAtExit(ReplySlot& slot) : slot_(slot) {}
  ~ClosedAtExit() { slot_.close(); }
  ClosedAtExit(const ClosedAtExit&) = delete;
  ClosedAtExit& operator=(const ClosedAtExit&) = delete;

 private:
  ReplySlot& slot_;
};

// For a catch clause: says in the log what was thrown.
void tell_failure(InCommon& common, std::string_view what, const std::string& path) {
  try {
    throw;
  } catch (const std::exception& error) {
    common.tell(log::Level::error,
                fmt::format("the {} of {} failed: {}", what, path, error.what()));
  } catch (...) {
    common.tell(log::Level::error, fmt::format("the {} of {} failed", what, path));
  }
}

HttpResponse failed_page() {
  return plain_text(500, "This page failed; the log says why.\n");
}

void call(const HttpHandler& handler, const HttpRequest& request,
          const std::shared_ptr<ReplySlot>& slot, InCommon& common) {
  try {
    handler(request, [slot](HttpResponse response) { slot->put(std::move(response)); });
  } catch (...) {
    tell_failure(common, "handler", request.path);
    slot->put(failed_page());
  }
}

// The next piece of the body of `path`, or nothing when it failed.
std::optional<std::string> next_piece(const HttpResponse& response, const std::string& path,
                                      InCommon& common) {
  try {
    return response.next_piece();
  } catch (...) {
    tell_failure(common, "body", path);
    return std::nullopt;
  }
}

// A body that is no longer than this is there as a whole before any of it is sent.
constexpr std::size_t whole_body = std::size_t{1} << 20;

// Makes the whole body, or so much of a longer one.
HttpResponse begin_body(HttpResponse response, const std::string& path, InCommon& common) {
  while (response.next_piece && response.body.size() < whole_body) {
    const auto piece = next_piece(response, path, common);
    if (!piece) return failed_page();
    response.body += *piece;
    if (piece->empty()) response.next_piece = nullptr;
  }
  return response;
}

}  // namespace

HttpSession::HttpSession(asio::ip::tcp::socket socket, const HttpLimits& limits,
                         const Router& router, HttpAccess& access, InCommon& common,
                         std::function<void(HttpSession&)> now_waiting)
    : reply_timer_(socket.get_executor()),
      stream_(std::move(socket)),
      limits_(limits),
      router_(router),
      access_(access),
      common_(common),
      now_waiting_(std::move(now_waiting)) {}

asio::awaitable<void> HttpSession::run() {
  if (access_.identity() != nullptr && !co_await secure()) co_return;
  // Who connects has something to ask: the first request has to come sooner than a further one.
  Duration patience = limits_.request;
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
    patience = limits_.idle;
  }
  if ((!unread && !stream_.is_tls()) || closed_) co_return;
  begin_waiting();
  stream_.expires_after(std::chrono::seconds(2));
  co_await stream_.finish();
}

// The handshake of TLS, in the time of a request.
asio::awaitable<bool> HttpSession::secure() {
  begin_waiting();
  stream_.expires_after(limits_.request);
  // By value: the identity may have another one before the handshake is done.
  tls_ = access_.identity()->context(SystemClock().now());
  const TlsStart start = co_await stream_.start_tls(tls_);
  if (start == TlsStart::plain_http && !closed_) {
    const ResponseForm form{.now = SystemClock().wall()};
    co_await send(plain_text(400, "This port speaks HTTPS, and this was plain HTTP.\n"), form);
    co_await stream_.finish();
  }
  co_return start == TlsStart::established && !closed_;
}

bool HttpSession::came_by_other_terms() const {
  if (!tls_ || access_.identity() == nullptr) return false;
  const TlsContext& now = access_.identity()->context(SystemClock().now());
  return now != tls_ && now->client_ca != tls_->client_ca;
}

asio::awaitable<ParseOutcome> HttpSession::read_request(Duration patience) {
  bool begun = !buffer_.empty();
  stream_.expires_after(begun ? limits_.request : patience);
  while (!closed_) {
    ParseOutcome outcome = parse_request(buffer_, limits_.header_bytes);
    const auto* parsed = std::get_if<ParsedRequest>(&outcome);
    const bool undecided = parsed != nullptr && parsed->body_undecided;
    if (!std::holds_alternative<NeedMore>(outcome) && !undecided) {
      if (parsed != nullptr) buffer_.erase(0, parsed->size);
      waiting_ = false;
      co_return outcome;
    }
    if (!waiting_) begin_waiting();
    if (!co_await stream_.read_some(buffer_)) break;
    if (!std::exchange(begun, true)) stream_.expires_after(limits_.request);
  }
  co_return NeedMore{};
}

// What to answer to a client that has no right to ask.
asio::awaitable<std::optional<HttpResponse>> HttpSession::refuse(const ParsedRequest& parsed) {
  HttpAccess::Verdict verdict = access_.judge(parsed.authorization);
  if (std::holds_alternative<HttpAccess::Admitted>(verdict)) co_return std::nullopt;
  if (auto* refusal = std::get_if<HttpResponse>(&verdict)) co_return std::move(*refusal);
  HttpResponse checked = co_await ask(std::get<HttpHandler>(verdict), parsed.request);
  if (checked.status == 200) co_return std::nullopt;
  co_return std::move(checked);
}

// Whether the connection goes on.
asio::awaitable<bool> HttpSession::answer(const ParsedRequest& parsed) {
  asked_ = parsed.request.path;
  auto found = router_.find(parsed.request);
  HttpResponse response;
  if (auto refused = co_await refuse(parsed)) {
    response = *std::move(refused);
  } else if (auto* refusal = std::get_if<HttpResponse>(&found)) {
    response = std::move(*refusal);
  } else if (parsed.has_body) {
    response = plain_text(413, "This page takes no request body.\n");
  } else {
    response = co_await ask(*std::get<const HttpHandler*>(found), parsed.request);
  }
  if (closed_) co_return false;
  Places::Place place;
  if (response.next_piece && !(place = common_.long_bodies.take())) {
    response = plain_text(503, "Too many clients are still being sent such a page.\n");
  }
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
  if (!sent) close();
  co_return sent&& form.keep_alive && !last_request_;
}

asio::awaitable<HttpResponse> HttpSession::ask(const HttpHandler& handler,
                                               const HttpRequest& request) {
  auto wake = [self = shared_from_this()] {
    asio::post(self->reply_timer_.get_executor(), [self] { self->reply_timer_.cancel(); });
  };
  const auto slot = std::make_shared<ReplySlot>(std::move(wake));
  const ClosedAtExit guard(*slot);
  reply_timer_.expires_after(limits_.handler);
  call(handler, request, slot, common_);

  // The timer ends early for a reply or for close(); a wake-up left over from an earlier request
  // would be neither, hence the loop.
  bool expired = false;
  while (!slot->has_reply() && !closed_ && !expired) {
    const auto [error] = co_await reply_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    expired = !error;
  }
  if (auto response = slot->close()) {
    co_return begin_body(*std::move(response), request.path, common_);
  }
  const std::string limit = format_duration(limits_.handler);
  if (!closed_) {
    common_.tell(log::Level::warning,
                 fmt::format("the handler of {} gave no answer within {}", request.path, limit));
  }
  co_return plain_text(503, "This page was not ready within " + limit + ".\n");
}

asio::awaitable<bool> HttpSession::send(HttpResponse response, const ResponseForm& form) {
  stream_.expires_after(response.next_piece ? limits_.long_write : limits_.write);
  if (response.next_piece) co_return co_await send_pieces(std::move(response), form);
  const EncodedResponse encoded = encode_response(std::move(response), form);
  co_return co_await stream_.write(encoded.header, encoded.body);
}

// Other clients have their turns between the pieces.
asio::awaitable<bool> HttpSession::send_pieces(HttpResponse response, const ResponseForm& form) {
  BodyEncoder body(form.gzip, /*chunked=*/!form.http_1_0);
  std::string bytes = encode_header(response, form, body);
  if (form.head_only) co_return co_await stream_.write(bytes, {});
  bytes += body.add(std::exchange(response.body, {}));
  for (;;) {
    if (!bytes.empty() && !co_await stream_.write(bytes, {})) co_return false;
    const auto piece = next_piece(response, asked_, common_);
    if (!piece) co_return false;  // the client sees that it has not got all
    bytes = piece->empty() ? body.finish() : body.add(*piece);
    if (piece->empty()) co_return co_await stream_.write(bytes, {});
  }
}

void HttpSession::begin_waiting() {
  waiting_ = true;
  now_waiting_(*this);
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
