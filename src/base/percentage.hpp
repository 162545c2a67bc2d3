// A share as a person reads it. Pure. Any thread.
#pragma once

#include <string>

namespace peeringd {

/// 0.001 as `0.1%`, with at most `digits` significant digits.
std::string format_percentage(double ratio, int digits = 10);

/// 0.136 as `13.6%`: three significant figures, and no blank, as percentages are written in the
/// configuration. Below 1 never `100%`, and above 0 never `0%`.
std::string percentage_text(double ratio);

}  // namespace peeringd
