// Calls of handlers and of the pieces of their bodies. What they throw becomes a line of the log
// and a page: no exception leaves them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/in_common.hpp"
#include "http/message.hpp"
#include "http/reply_slot.hpp"
#include "http/router.hpp"

namespace peeringd {

/// Lets a handler's reply go nowhere once its session no longer waits, however that came about.
class ClosedAtExit {
 public:
  explicit ClosedAtExit(ReplySlot& slot) : slot_(slot) {}
  ~ClosedAtExit() { slot_.close(); }
  ClosedAtExit(const ClosedAtExit&) = delete;
  ClosedAtExit& operator=(const ClosedAtExit&) = delete;

 private:
  ReplySlot& slot_;
};

/// Has `handler` reply into `slot`; a 500 when it throws.
void call_handler(const HttpHandler& handler, const HttpRequest& request,
                  const std::shared_ptr<ReplySlot>& slot, InCommon& common);

/// The next piece of the body of `path`, or nothing when it failed.
std::optional<std::string> next_piece(const HttpResponse& response, const std::string& path,
                                      InCommon& common);

/// Makes the whole body, or the first MiB of a longer one, which then has its `next_piece` left.
HttpResponse begin_body(HttpResponse response, const std::string& path, InCommon& common);

}  // namespace peeringd
