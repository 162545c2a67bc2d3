// Says in the log why probes do not leave the host, or what came in place of an answer, without
// saying it for each of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "log/repeat_limit.hpp"
#include "model/source.hpp"

namespace peeringd {

/// One line for each cause at once, then at most one a minute: `no TCP from 203.0.113.10: Operation
/// not permitted (41 more were left out)`. One thread.
class FailureLog {
 public:
  void note(MonotonicTime now, std::string_view what, const Source& source, std::string_view why);

  /// The line that `make_line` gives, if it is time for one of this cause.
  template <typename MakeLine>
  void tell(MonotonicTime now, std::uint64_t cause, const MakeLine& make_line) {
    if (const auto left_out = limit_.admit(cause, now)) write(make_line, *left_out);
  }

 private:
  static void write(const std::function<std::string()>& make_line, std::size_t left_out);

  log::RepeatLimit limit_;
};

}  // namespace peeringd
