// Why probes fail on the host: the reason for the metrics, and lines for the log, rate-limited by
// cause.
#pragma once

#include <boost/system/error_code.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "log/repeat_limit.hpp"
#include "model/outcome.hpp"
#include "model/source.hpp"

namespace peeringd {

/// Why a socket could not be opened.
ErrorReason error_reason_of(const boost::system::error_code& error);

/// Logs the first failure of each cause, then at most one a minute: `no TCP from 203.0.113.10:
/// Operation not permitted (41 similar messages not logged)`. One thread.
class FailureLog {
 public:
  void note(MonotonicTime now, std::string_view what, const Source& source, std::string_view why);

  /// Logs the line that `make_line` returns, unless one of this cause was logged a moment ago.
  template <typename MakeLine>
  void note(MonotonicTime now, std::uint64_t cause, const MakeLine& make_line) {
    if (const auto left_out = limit_.admit(cause, now)) write(make_line, *left_out);
  }

 private:
  static void write(const std::function<std::string()>& make_line, std::size_t left_out);

  log::RepeatLimit limit_;
};

}  // namespace peeringd
