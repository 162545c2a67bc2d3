// The latest events, kept in memory: what /api/v1/events lists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "model/event.hpp"

namespace peeringd {

/// Which events are asked for. What is not set does not restrict them.
struct EventQuery {
  std::optional<std::uint64_t> before{};  ///< only those with a lower id
  std::size_t limit = 50;                 ///< 1 … RecentEvents::most_listed
  std::optional<std::string> connection{};
  std::optional<std::string> prefix{};
  std::optional<EventKind> kind{};
};

struct EventPage {
  std::vector<Event> events;          ///< newest first
  std::optional<std::uint64_t> next;  ///< `before` of the page that follows; none: this is the last
};

/// Any thread.
class RecentEvents {
 public:
  /// How many are kept. Those at level debug are not.
  static constexpr std::size_t capacity = 1000;
  static constexpr std::size_t most_listed = 500;

  void add(const Event& event);
  EventPage find(const EventQuery& query) const;

 private:
  mutable std::mutex mutex_;
  std::deque<Event> events_;  // oldest first; guarded by mutex_
};

}  // namespace peeringd
