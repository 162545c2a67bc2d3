// What a prefix has measured since the start, over all its targets of the Microsoft edge: a
// histogram whose layout is the same on every host, so that those of a fleet add up, and the
// counters of targets that a reload has removed, so that sums over the targets never go back.
#pragma once

#include <span>

#include "base/clock.hpp"
#include "model/histogram.hpp"
#include "model/probe_counters.hpp"

namespace peeringd {

/// Upper bounds of PrefixTotals::round_trips, ascending. Steps of at most 10 % from 1 to 100 ms,
/// wider outside. Independent of the configuration: a change would break queries over several
/// hosts.
std::span<const Duration> prefix_rtt_bounds();

struct PrefixTotals {
  Histogram round_trips{prefix_rtt_bounds().size()};  ///< of the probes that count as received
  ProbeCounters ended;                                ///< the last counters of removed targets
};

}  // namespace peeringd
