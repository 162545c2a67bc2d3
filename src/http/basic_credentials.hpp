// Who a request says that it is from (RFC 7617).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

struct BasicCredentials {
  std::string user;
  std::string password;
};

/// Those of an Authorization field's value; none of another scheme, or of what is malformed.
std::optional<BasicCredentials> parse_basic_credentials(std::string_view authorization);

/// Whether `password` is that of a bcrypt hash. Takes tens of milliseconds, by the hash's cost, and
/// the same whether it is or not. Any thread.
bool matches_bcrypt(const std::string& password, const std::string& hash);

}  // namespace peeringd
