// Which of many like events the log tells of: one cause at once, then no more than once in a while.
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

  /// Whether to tell of an event of this cause now. None: leave it out. Else the number of those
  /// that were left out since the last that was told of. `cause`: whatever tells causes apart, as
  /// an errno. Of most_causes in one pause; what comes beyond them waits, and is counted with the
  /// next.
  std::optional<std::size_t> admit(std::uint64_t cause, MonotonicTime now);

  static constexpr std::size_t most_causes = 8;

 private:
  struct Told {
    std::uint64_t cause = 0;
    std::optional<MonotonicTime> at;
    std::size_t left_out = 0;
  };

  bool rests(const Told& told, MonotonicTime now) const {
    return told.at && now - *told.at < pause_;
  }
  Told* find(std::uint64_t cause, MonotonicTime now);

  Duration pause_;
  std::array<Told, most_causes> told_;
  std::size_t others_ = 0;  // left out, and counted with no cause
};

/// For the end of a line: empty for 0, else as ` (12 more were left out)`.
std::string tell_left_out(std::size_t count);

}  // namespace peeringd::log
