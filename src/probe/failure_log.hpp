// Says in the log why probes do not leave the host, without saying it for each of them.
#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "log/repeat_limit.hpp"
#include "net/source.hpp"

namespace peeringd {

/// One line for each cause at once, then at most one a minute: `no TCP from 203.0.113.10: Operation
/// not permitted (41 more were left out)`. One thread.
class FailureLog {
 public:
  void note(MonotonicTime now, std::string_view what, const Source& source, std::string_view why);

 private:
  log::RepeatLimit limit_;
};

}  // namespace peeringd
