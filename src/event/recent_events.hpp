// The latest events in memory, for /api/v1/events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "model/event.hpp"

namespace peeringd {

/// Any thread.
class RecentEvents {
 public:
  /// How many are kept. Those at level debug are not.
  static constexpr std::size_t capacity = 1000;

  void add(const Event& event);
  EventPage find(const EventQuery& query) const { return look_up(query).page; }

  struct Found {
    EventPage page;
    /// All events with this id or a higher one are in memory, except those at level debug; none:
    /// memory has no event.
    std::optional<std::uint64_t> oldest;
  };
  Found look_up(const EventQuery& query) const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<const Event>> events_;  // oldest first; guarded by mutex_
};

}  // namespace peeringd
