// From the kernel's error numbers to the reasons of the metrics.
#pragma once

#include <boost/system/error_code.hpp>
#include <string>

#include "model/outcome.hpp"

namespace peeringd {

/// Why a socket could not be opened.
inline ErrorReason error_reason_of(const boost::system::error_code& error) {
  namespace errc = boost::system::errc;
  if (error == errc::operation_not_permitted || error == errc::permission_denied) {
    return ErrorReason::permission;
  }
  if (error == errc::address_not_available || error == errc::no_such_device) {
    return ErrorReason::source;
  }
  return ErrorReason::send;
}

}  // namespace peeringd
