#include "probe/failure_log.hpp"

#include <functional>

#include "log/log.hpp"

namespace peeringd {

void FailureLog::note(MonotonicTime now, std::string_view what, const Source& source,
                      std::string_view why) {
  tell(now, std::hash<std::string_view>{}(why), [&] {
    return std::string(what) + " from " + source.address.to_string() + ": " + std::string(why);
  });
}

void FailureLog::write(const std::function<std::string()>& make_line, std::size_t left_out) {
  log::warning("{}{}", make_line(), log::left_out_suffix(left_out));
}

}  // namespace peeringd
