#include "event/recent_events.hpp"

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
  const std::lock_guard lock(mutex_);
  events_.push_back(event);
  if (events_.size() > capacity) events_.pop_front();
}

EventPage RecentEvents::find(const EventQuery& query) const {
  EventPage page;
  const std::lock_guard lock(mutex_);
  for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
    if (!fits(query, *event)) continue;
    if (page.events.size() == query.limit) {
      page.next = page.events.back().id;
      break;
    }
    page.events.push_back(*event);
  }
  return page;
}

}  // namespace peeringd
