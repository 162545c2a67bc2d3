// Says in one line why a subject has its result.
#pragma once

#include <string>

#include "model/alert_report.hpp"

namespace peeringd {

/// The signals that have the result of the whole, with figure and threshold: `loss 34% > 1%`. Empty
/// for Pass.
std::string reason_of(const SubjectStatus& status);

}  // namespace peeringd
