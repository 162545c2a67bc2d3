// The keys of a probe of type stun.
#pragma once

#include "config/probe_options.hpp"

namespace peeringd {

/// `port`, and for a burst in the manner of media `count` and `spacing`.
ProbeType stun_type();

}  // namespace peeringd
