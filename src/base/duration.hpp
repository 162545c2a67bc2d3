// Durations as people write them in the configuration and read them in the log: `500ms`, `10s`.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace peeringd {

/// Reads a whole or decimal number with one unit of `us ms s m h d`, such as `0.5ms`, `10s`, `1h`.
/// The error explains what is invalid and shows a valid duration. Zero is a duration;
/// a sign, spaces inside, or more than 10,000 days are not.
Result<Duration> parse_duration(std::string_view text);

/// The shortest exact spelling that parse_duration() reads back: `90s` and not `1.5m`, `1h` and
/// not `60m`. Exact to the nanosecond for durations of whole microseconds.
std::string format_duration(Duration duration);

/// For sentences, in whole seconds and at most two units: `45 s`, `2 min 13 s`, `3 h 5 min`,
/// `2 d 4 h`. Rounded down; not for negative durations.
std::string sentence_duration(Duration duration);

}  // namespace peeringd
