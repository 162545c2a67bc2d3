// Where a handler's reply, from whatever thread, meets the session that waits for it.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "http/message.hpp"

namespace peeringd {

/// Outlives session and server in the hands of a handler that still holds its reply function, so
/// it keeps nothing of theirs once closed.
class ReplySlot {
 public:
  /// `wake` is called at most once, by the thread that replies, under the slot's lock: it has to
  /// post, and no more.
  explicit ReplySlot(std::function<void()> wake);

  /// The first reply is kept; one more, or one after close(), is dropped. Any thread.
  void put(HttpResponse response);

  /// Takes the reply, if there is one. After this `wake` is not called any more, and whoever holds
  /// an executor for it may let go. Any thread.
  std::optional<HttpResponse> close();

  bool has_reply() const;

 private:
  mutable std::mutex mutex_;
  std::function<void()> wake_;  // empty: replied, or closed
  std::optional<HttpResponse> response_;
};

}  // namespace peeringd
