#include "http/reply_slot.hpp"

#include <utility>

namespace peeringd {

ReplySlot::ReplySlot(std::function<void()> wake) : wake_(std::move(wake)) {}

void ReplySlot::put(HttpResponse response) {
  const std::lock_guard lock(mutex_);
  if (!wake_) return;
  response_ = std::move(response);
  // Under the lock: the session cannot close the slot, nor the server end, before this is posted.
  std::exchange(wake_, nullptr)();
}

std::optional<HttpResponse> ReplySlot::close() {
  const std::lock_guard lock(mutex_);
  wake_ = nullptr;
  return std::exchange(response_, std::nullopt);
}

bool ReplySlot::has_reply() const {
  const std::lock_guard lock(mutex_);
  return response_.has_value();
}

}  // namespace peeringd
