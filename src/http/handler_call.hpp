// Calls handlers, receives their replies from any thread, and makes the pieces of their bodies. An
// exception of theirs becomes a line of the log and a page; none leaves these functions.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/message.hpp"
#include "http/router.hpp"
#include "http/shared_state.hpp"

namespace peeringd {

/// Receives one reply. A handler that keeps its reply function keeps the slot too, beyond the life
/// of session and server, so a closed slot refers to neither.
class ReplySlot {
 public:
  /// The replying thread calls `wake` at most once, under the slot's lock: it may only post.
  explicit ReplySlot(std::function<void()> wake) : wake_(std::move(wake)) {}

  /// Keeps the first reply, and a provisional one until then. Drops any other, and one that comes
  /// after close(). Any thread.
  void put(HttpResponse response);

  /// How long to wait for a reply that is not provisional. Any thread.
  std::optional<Duration> provisional_for() const;

  /// Takes the reply, or the provisional one, if there is one. Afterwards `wake` is not called any
  /// more. Any thread.
  std::optional<HttpResponse> close();

  bool has_reply() const;

 private:
  mutable std::mutex mutex_;
  std::function<void()> wake_;  // empty: replied, or closed
  std::optional<HttpResponse> response_;
  std::optional<HttpResponse> provisional_;
};

/// Closes a slot when its session stops waiting, for whatever reason.
class ClosedAtExit {
 public:
  explicit ClosedAtExit(ReplySlot& slot) : slot_(slot) {}
  ~ClosedAtExit() { slot_.close(); }
  ClosedAtExit(const ClosedAtExit&) = delete;
  ClosedAtExit& operator=(const ClosedAtExit&) = delete;

 private:
  ReplySlot& slot_;
};

/// Calls the handler of `route`, which replies into `slot`; with a 500 if it throws.
void call_handler(const Route& route, const HttpRequest& request,
                  const std::shared_ptr<ReplySlot>& slot, SharedState& shared);

/// Returns the next piece of the body, or nothing if making it failed.
std::optional<std::string> next_piece(const HttpResponse& response, const Route& route,
                                      SharedState& shared);

/// Makes the whole body, or the first MiB of a longer one, which keeps its `next_piece`.
HttpResponse begin_body(HttpResponse response, const Route& route, SharedState& shared);

}  // namespace peeringd
