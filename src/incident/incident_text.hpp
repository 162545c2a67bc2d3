// Describes an incident in one sentence, with its figures. Pure.
#pragma once

#include <string>

#include "model/incident.hpp"

namespace peeringd {

/// `1.8% of the probes were lost (22 of 1224); previously 0.02%.` `now`: the time up to which an
/// incident without an end has lasted.
std::string sentence_of(const Incident& incident, Moment now);

/// `3.25 ms`, `12.3 ms`: three significant digits.
std::string rounded_milliseconds(Duration duration);

}  // namespace peeringd
