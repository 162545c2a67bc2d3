// Content negotiation, as far as this server has a choice: gzip or not.
#pragma once

#include <string_view>

namespace peeringd {

/// Whether the value of an Accept-Encoding field allows gzip (RFC 9110 section 12.5.3): named
/// itself, as `x-gzip`, or covered by `*`, and in each case with a weight above zero. An element
/// that cannot be read counts as not there.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace peeringd
