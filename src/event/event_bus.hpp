// Distributes events from their publishers to the log, the event list and other subscribers.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "base/clock.hpp"
#include "model/event.hpp"

namespace peeringd {

/// Gives each event its time and its id. All subscribers see all events in the same order.
class EventBus {
 public:
  using Subscriber = std::function<void(const Event&)>;

  explicit EventBus(const Clock& clock) : clock_(clock) {}
  EventBus(const EventBus&) = delete;
  EventBus& operator=(const EventBus&) = delete;

  /// `subscriber` is called for each event from now on, by the thread that publishes it. It must
  /// return at once, must not throw, and must not publish. Before the first event.
  void subscribe(Subscriber subscriber);

  /// Any thread.
  void publish(Event event);

  /// The function that publishers call. The bus must outlive it.
  EventSink sink() {
    return [this](Event event) { publish(std::move(event)); };
  }

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::vector<Subscriber> subscribers_;  // guarded by mutex_, as what follows
  std::uint64_t last_id_ = 0;
};

}  // namespace peeringd
