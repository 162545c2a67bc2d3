// Scalars of `alerts` as pure functions of their text, and back.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/alert_config.hpp"

namespace peeringd {

/// `0.1%` as 0.001. The percent sign is required: a bare 0.1 might be a ratio. Never negative; the
/// caller checks the range.
Result<double> parse_percentage(std::string_view text);

/// `warning`, `critical`, or `off` (none).
Result<std::optional<Severity>> parse_severity(std::string_view text);

}  // namespace peeringd
