// What the log says of one name as one source sees it: each change at once, and those of a name
// whose address is another one in each answer, or that comes and goes, once in a while. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "log/repeat_limit.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

class HostNews {
 public:
  /// The pause between two lines about changes, and between two about failures.
  static constexpr Duration pause = std::chrono::minutes{10};

  /// After a look-up that was answered. The end of a failure is told wherever its beginning was.
  /// None: nothing is to be said. Else the end of a line, as left_out_suffix().
  std::optional<std::string> on_address(const std::optional<IpAddress>& before,
                                        const std::optional<IpAddress>& now_in_use,
                                        MonotonicTime now);

  /// After the first look-up that failed since the last answer.
  std::optional<std::string> on_failure(MonotonicTime now);

 private:
  log::RepeatLimit told_{pause};
  bool failure_told_ = false;
};

}  // namespace peeringd
