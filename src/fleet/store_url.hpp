// The address of a store. Pure. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

struct StoreUrl {
  bool tls = false;
  std::string host;  ///< a name, or an address without brackets
  std::uint16_t port = 0;
  std::string path;  ///< before `/api/v1`, without a slash at its end; may be empty

  /// As given, without a slash at its end.
  std::string text;
};

/// Reads `http://HOST[:PORT][/PATH]` or the same with https; without a port 80 or 443. A user or
/// password in it is an error, whose message does not repeat the URL.
Result<StoreUrl> parse_store_url(std::string_view url);

}  // namespace peeringd
