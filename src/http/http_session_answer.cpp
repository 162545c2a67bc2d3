// How a session has a request answered, and sends the answer.
#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "base/duration.hpp"
#include "http/as_result.hpp"
#include "http/body_encoder.hpp"
#include "http/handler_call.hpp"
#include "http/http_session.hpp"
#include "http/reply_slot.hpp"

namespace peeringd {

namespace asio = boost::asio;

asio::awaitable<HttpResponse> HttpSession::ask(const HttpHandler& handler,
                                               const HttpRequest& request) {
  auto wake = [self = shared_from_this()] {
    asio::post(self->reply_timer_.get_executor(), [self] { self->reply_timer_.cancel(); });
  };
  const auto slot = std::make_shared<ReplySlot>(std::move(wake));
  const ClosedAtExit guard(*slot);
  reply_timer_.expires_after(parts_.limits.handler);
  call_handler(handler, request, slot, parts_.common);

  // The timer ends early for a reply or for close(); a wake-up left over from an earlier request
  // would be neither, hence the loop.
  bool expired = false;
  while (!slot->has_reply() && !closed_ && !expired) {
    const auto [error] = co_await reply_timer_.async_wait(as_result);
    expired = !error;
  }
  if (auto response = slot->close()) {
    co_return begin_body(*std::move(response), request.path, parts_.common);
  }
  const std::string limit = format_duration(parts_.limits.handler);
  if (!closed_) {
    parts_.common.tell(
        log::Level::warning,
        fmt::format("the handler of {} gave no answer within {}", request.path, limit));
  }
  co_return plain_text(503, "This page was not ready within " + limit + ".\n");
}

// Of a body longer than 1 MiB only so many are under way. Whoever has to wait for a place keeps
// nothing meanwhile: the page is asked for afterwards, again if it was not known to be long.
asio::awaitable<HttpResponse> HttpSession::take_place_and_ask(const HttpHandler& handler,
                                                              const HttpRequest& request) {
  auto& long_pages = parts_.common.long_pages;
  bool waited = long_pages.contains(request.path);
  if (waited) co_await wait_for_long_body_place();
  for (;;) {
    HttpResponse response = co_await ask(handler, request);
    if (!response.next_piece) {
      long_body_ = false;
      long_pages.erase(request.path);
      co_return response;
    }
    if (long_body_ || (long_body_ = parts_.take_long_body_place(*this))) co_return response;
    long_pages.insert(request.path);
    response = HttpResponse{};
    if (waited || !co_await wait_for_long_body_place()) {
      co_return plain_text(503, "Too many clients are still being sent such a page.\n");
    }
    waited = true;
  }
}

asio::awaitable<bool> HttpSession::wait_for_long_body_place() {
  using namespace std::chrono_literals;
  const MonotonicTime give_up = SystemClock().now() + parts_.limits.long_body_wait;
  while (!(long_body_ = parts_.take_long_body_place(*this))) {
    if (closed_ || SystemClock().now() >= give_up) co_return false;
    reply_timer_.expires_after(50ms);
    co_await reply_timer_.async_wait(as_result);
  }
  co_return true;
}

asio::awaitable<bool> HttpSession::send(HttpResponse response, const ResponseForm& form) {
  const HttpLimits& limits = parts_.limits;
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
    sent = co_await stream_.write(encoded.header, encoded.body);
  }
  sending_ = false;
  co_return sent;
}

// Other clients have their turns between the pieces.
asio::awaitable<bool> HttpSession::send_pieces(HttpResponse response, const ResponseForm& form) {
  BodyEncoder body(form.gzip, /*chunked=*/!form.http_1_0);
  std::string bytes = encode_header(response, form, body);
  if (form.head_only) co_return co_await stream_.write(bytes, {});
  bytes += body.add(std::exchange(response.body, {}));
  for (;;) {
    if (!bytes.empty() && !co_await stream_.write(bytes, {})) co_return false;
    const auto piece = next_piece(response, asked_, parts_.common);
    if (!piece) co_return false;  // the client sees that it has not got all
    bytes = piece->empty() ? body.finish() : body.add(*piece);
    if (piece->empty()) co_return co_await stream_.write(bytes, {});
  }
}

}  // namespace peeringd
