#include "probe/failure_log.hpp"

#include <functional>
#include <new>

#include "log/log.hpp"

namespace peeringd {

void FailureLog::note(MonotonicTime now, std::string_view what, const Source& source,
                      std::string_view why) {
  const auto left_out = limit_.admit(std::hash<std::string_view>{}(why), now);
  if (!left_out) return;
  try {
    log::warning("{} from {}: {}{}", what, source.address.to_string(), why,
                 log::tell_left_out(*left_out));
  } catch (const std::bad_alloc&) {  // in the middle of sending; the next minute tells
  }
}

}  // namespace peeringd
