// A header field of an HTTP response, as it was received.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

struct ResponseHeader {
  std::string_view name;  ///< as the caller of HttpTransfers wrote it; static text
  std::string value;      ///< hostile input; empty: no value, or none that could be kept

  friend bool operator==(const ResponseHeader&, const ResponseHeader&) = default;
};

}  // namespace peeringd
