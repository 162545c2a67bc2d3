// The commands that change a wire while it carries packets:
//
//   delay 10ms            a round trip takes 10 ms longer: half of it each way
//   delay 10ms to-edge    that way takes 10 ms
//   jitter 2ms            the round trip varies by at most ±1 ms: each way uniformly by ±0.5 ms
//   jitter 2ms to-edge    that way varies uniformly by ±1 ms
//   loss 5%               a round trip is lost with 5 %: each way with 1-sqrt(1-0.05)
//   loss 5% to-customer   that way loses 5 %
//   reorder 5 50ms        of each way every fifth packet takes 50 ms longer: those behind overtake
//   it reorder 5 50ms to-edge  only of that way; `reorder 0 0s` ends it down, up              both
//   ways; `down to-edge` for one of them stats                 one line a way, of key=value
//
// Without a way, a delay, a jitter or a loss is what somebody who sends and waits for the answer
// should see.
#pragma once

#include <string>
#include <string_view>

#include "way.hpp"

namespace peeringd::lab {

struct Ways {
  Way to_edge;
  Way to_customer;
};

/// Does what `command` says. Returns "ok", the statistics, or "error: …"; never throws.
std::string obey(Ways& ways, std::string_view command);

}  // namespace peeringd::lab
