#include "probe/send_failure.hpp"

#include "log/log.hpp"

namespace peeringd {

ErrorReason error_reason_of(const boost::system::error_code& error) {
  namespace errc = boost::system::errc;
  if (error == errc::operation_not_permitted || error == errc::permission_denied) {
    return ErrorReason::permission;
  }
  if (error == errc::address_not_available || error == errc::no_such_device) {
    return ErrorReason::source;
  }
  return ErrorReason::send;
}

void FailureLog::note(MonotonicTime now, std::string_view what, const Source& source,
                      std::string_view why) {
  note(now, std::hash<std::string_view>{}(why), [&] {
    return std::string(what) + " from " + source.address.to_string() + ": " + std::string(why);
  });
}

void FailureLog::write(const std::function<std::string()>& make_line, std::size_t left_out) {
  log::warning("{}{}", make_line(), log::left_out_suffix(left_out));
}

}  // namespace peeringd
