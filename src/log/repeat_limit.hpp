// Limits how often the log repeats similar events: the first of a cause at once, then one per
// pause.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace peeringd::log {

/// Allocates nothing. One thread.
class RepeatLimit {
 public:
  explicit RepeatLimit(Duration pause = std::chrono::minutes{1}) : pause_(pause) {}

  /// Decides whether to log an event of `cause` now, which is any number that identifies the cause,
  /// such as an errno. Returns nothing if the event must be left out; otherwise the number of
  /// events that were left out since the last one logged. At most max_causes are logged per pause;
  /// events of further causes are counted with the next one.
  std::optional<std::size_t> admit(std::uint64_t cause, MonotonicTime now);

  static constexpr std::size_t max_causes = 8;

 private:
  struct Logged {
    std::uint64_t cause = 0;
    std::optional<MonotonicTime> at;
    std::size_t left_out = 0;
  };

  bool is_pausing(const Logged& logged, MonotonicTime now) const {
    return logged.at && now - *logged.at < pause_;
  }
  Logged* find(std::uint64_t cause, MonotonicTime now);

  Duration pause_;
  std::array<Logged, max_causes> logged_;
  std::size_t others_ = 0;  // events left out without an entry for their cause
};

/// Returns the end of a line: ` (12 similar messages not logged)`, or nothing for 0.
std::string left_out_suffix(std::size_t count);

}  // namespace peeringd::log
