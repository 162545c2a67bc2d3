// The keys of a probe of type dns.
#pragma once

#include "config/probe_options.hpp"

namespace peeringd {

/// `name`, `record`, `server` and `port`.
ProbeType dns_type();

}  // namespace peeringd
