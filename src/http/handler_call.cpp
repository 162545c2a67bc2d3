#include "http/handler_call.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>

namespace peeringd {
namespace {

// For a catch clause: logs what was thrown. Names the route and not the path, which is the
// client's.
void log_thrown(SharedState& shared, std::string_view what, const Route& route) {
  try {
    throw;
  } catch (const std::exception& error) {
    shared.log_limited(log::Level::error,
                       fmt::format("the {} of {} failed: {}", what, route.pattern, error.what()));
  } catch (...) {
    shared.log_limited(log::Level::error, fmt::format("the {} of {} failed", what, route.pattern));
  }
}

// The server makes a body of up to this size completely before it sends any of it.
constexpr std::size_t whole_body = std::size_t{1} << 20;

}  // namespace

void ReplySlot::put(HttpResponse response) {
  const std::lock_guard lock(mutex_);
  if (!wake_) return;
  if (response.provisional_for) {
    provisional_ = std::move(response);
    return;
  }
  response_ = std::move(response);
  // Under the lock: the session cannot close the slot, nor the server end, before this is posted.
  std::exchange(wake_, nullptr)();
}

std::optional<HttpResponse> ReplySlot::close() {
  const std::lock_guard lock(mutex_);
  wake_ = nullptr;
  auto provisional = std::exchange(provisional_, std::nullopt);
  auto response = std::exchange(response_, std::nullopt);
  return response ? std::move(response) : std::move(provisional);
}

std::optional<Duration> ReplySlot::provisional_for() const {
  const std::lock_guard lock(mutex_);
  return provisional_ ? provisional_->provisional_for : std::nullopt;
}

bool ReplySlot::has_reply() const {
  const std::lock_guard lock(mutex_);
  return response_.has_value();
}

void call_handler(const Route& route, const HttpRequest& request,
                  const std::shared_ptr<ReplySlot>& slot, SharedState& shared) {
  try {
    route.handler(request, [slot](HttpResponse response) { slot->put(std::move(response)); });
  } catch (...) {
    log_thrown(shared, "handler", route);
    slot->put(failed_page());
  }
}

std::optional<std::string> next_piece(const HttpResponse& response, const Route& route,
                                      SharedState& shared) {
  try {
    return response.next_piece();
  } catch (...) {
    log_thrown(shared, "body", route);
    return std::nullopt;
  }
}

HttpResponse begin_body(HttpResponse response, const Route& route, SharedState& shared) {
  while (response.next_piece && response.body.size() < whole_body) {
    const auto piece = next_piece(response, route, shared);
    if (!piece) return failed_page();
    response.body += *piece;
    if (piece->empty()) response.next_piece = nullptr;
  }
  return response;
}

}  // namespace peeringd
