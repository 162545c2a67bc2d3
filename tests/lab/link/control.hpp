// The commands that change a link while it carries packets:
//
//   delay 10ms                 adds 10 ms to the round trip, half of it in each direction
//   delay 10ms to-edge         adds 10 ms to that direction
//   jitter 2ms                 varies the round trip by at most ±1 ms: each direction uniformly by
//   ±0.5 ms jitter 2ms to-edge         varies that direction uniformly by ±1 ms loss 5% loses 5 %
//   of the round trips: 1-sqrt(1-0.05) in each direction loss 5% to-customer        loses 5 % in
//   that direction reorder 5 50ms             delays every fifth packet of each direction by 50 ms,
//   so that later ones
//                              overtake it; `reorder 0 0s` ends it
//   reorder 5 50ms to-edge     only in that direction
//   down, up                   both directions; `down to-edge` only one
//   stats                      one line of key=value for each direction
//
// Without a direction, delay, jitter and loss are those that a client sees which sends requests and
// waits for answers.
#pragma once

#include <string>
#include <string_view>

#include "way.hpp"

namespace peeringd::lab {

struct Ways {
  Way to_edge;
  Way to_customer;
};

/// Executes `command`. Returns "ok", the statistics, or "error: …"; never throws.
std::string obey(Ways& ways, std::string_view command);

}  // namespace peeringd::lab
