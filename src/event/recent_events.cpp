#include "event/recent_events.hpp"

#include <utility>

namespace peeringd {
namespace {

bool fits(const std::optional<std::string>& wanted, const std::string& value) {
  return !wanted || *wanted == value;
}

bool fits(const EventQuery& query, const Event& event) {
  return (!query.before || event.id < *query.before) &&
         (!query.kind || event.kind == *query.kind) &&
         fits(query.connection, event.subject.connection) &&
         fits(query.prefix, event.subject.prefix);
}

}  // namespace

void RecentEvents::add(const Event& event) {
  if (event.level == EventLevel::debug) return;
  auto kept = std::make_shared<const Event>(event);
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(kept));
  if (events_.size() > capacity) events_.pop_front();
}

// Copies only pointers under the lock: the probing loop publishes events, and must not wait.
RecentEvents::Found RecentEvents::look_up(const EventQuery& query) const {
  std::vector<std::shared_ptr<const Event>> found;
  bool more = false;
  std::optional<std::uint64_t> oldest;
  {
    const std::lock_guard lock(mutex_);
    if (!events_.empty()) oldest = events_.front()->id;
    for (auto event = events_.rbegin(); event != events_.rend() && !more; ++event) {
      if (!fits(query, **event)) continue;
      more = found.size() == query.limit;
      if (!more) found.push_back(*event);
    }
  }
  EventPage page;
  for (const auto& event : found) page.events.push_back(*event);
  if (more) page.next = page.events.back().id;
  return {std::move(page), oldest};
}

}  // namespace peeringd
