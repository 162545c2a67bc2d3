// The request header of HTTP Basic authentication (RFC 7617). Pure. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

/// `Authorization: Basic …`. `user` must not have a colon.
std::string basic_header(std::string_view user, std::string_view password);

}  // namespace peeringd
