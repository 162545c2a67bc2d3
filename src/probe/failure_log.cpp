#include "probe/failure_log.hpp"

#include <new>

#include "log/log.hpp"

namespace peeringd {

void FailureLog::note(MonotonicTime now, std::string_view what, const Source& source,
                      std::string_view why) {
  constexpr Duration pause = std::chrono::minutes{1};
  if (last_ && now - *last_ < pause) return;
  last_ = now;
  try {
    log::warning("{} from {}: {}", what, source.address.to_string(), why);
  } catch (const std::bad_alloc&) {  // in the middle of sending; the next minute tells
  }
}

}  // namespace peeringd
