// How a probe asks by HTTP.
#pragma once

#include <cstdint>

namespace peeringd {

enum class HttpMethod : std::uint8_t { head, get };

enum class HttpVersion : std::uint8_t {
  automatic,  ///< with TLS, HTTP/2 or 1.1 as the server chooses; without, 1.1
  http1,      ///< 1.1
  http2,      ///< 2 and nothing else; without TLS by prior knowledge (RFC 9113, section 3.3)
};

}  // namespace peeringd
