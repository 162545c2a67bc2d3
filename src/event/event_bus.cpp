#include "event/event_bus.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace peeringd {

void EventBus::subscribe(Subscriber subscriber) {
  const std::lock_guard lock(mutex_);
  subscribers_.push_back(std::move(subscriber));
}

void EventBus::publish(Event event) {
  using std::chrono::microseconds;
  const std::lock_guard lock(mutex_);
  event.time = clock_.wall();
  const auto since_1970 =
      std::chrono::duration_cast<microseconds>(event.time.time_since_epoch()).count();
  const auto by_clock = static_cast<std::uint64_t>(std::max<std::int64_t>(since_1970, 1));
  // The clock may have been set back.
  event.id = last_id_ = std::max(by_clock, last_id_ + 1);
  for (const Subscriber& subscriber : subscribers_) subscriber(event);
}

}  // namespace peeringd
