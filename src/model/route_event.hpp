// Which kinds of events are about the routes of a prefix.
#pragma once

#include "model/event.hpp"

namespace peeringd {

inline constexpr EventKind first_route_event = EventKind::prefix_announcement;
inline constexpr EventKind last_route_event = EventKind::visibility_cleared;

inline constexpr bool is_route_event(EventKind kind) {
  return kind >= first_route_event && kind <= last_route_event;
}

}  // namespace peeringd
