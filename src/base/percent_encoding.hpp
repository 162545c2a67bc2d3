// Texts in URLs (RFC 3986, section 2.1). Pure. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

/// `text` with each byte as %XX, except for unreserved characters (letters, digits and -._~;
/// section 2.3) and those in `more`.
std::string percent_encoded(std::string_view text, std::string_view more = {});

}  // namespace peeringd
