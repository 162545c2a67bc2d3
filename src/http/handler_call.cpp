#include "http/handler_call.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>

namespace peeringd {
namespace {

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

// A body that is no longer than this is there as a whole before any of it is sent.
constexpr std::size_t whole_body = std::size_t{1} << 20;

}  // namespace

void call_handler(const HttpHandler& handler, const HttpRequest& request,
                  const std::shared_ptr<ReplySlot>& slot, InCommon& common) {
  try {
    handler(request, [slot](HttpResponse response) { slot->put(std::move(response)); });
  } catch (...) {
    tell_failure(common, "handler", request.path);
    slot->put(failed_page());
  }
}

std::optional<std::string> next_piece(const HttpResponse& response, const std::string& path,
                                      InCommon& common) {
  try {
    return response.next_piece();
  } catch (...) {
    tell_failure(common, "body", path);
    return std::nullopt;
  }
}

HttpResponse begin_body(HttpResponse response, const std::string& path, InCommon& common) {
  while (response.next_piece && response.body.size() < whole_body) {
    const auto piece = next_piece(response, path, common);
    if (!piece) return failed_page();
    response.body += *piece;
    if (piece->empty()) response.next_piece = nullptr;
  }
  return response;
}

}  // namespace peeringd
