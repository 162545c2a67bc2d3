// Reads and checks the user name and password of a request (RFC 7617).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

struct BasicCredentials {
  std::string user;
  std::string password;
};

/// Parses the value of an Authorization field. Nothing if the scheme is another one, or it is
/// malformed.
std::optional<BasicCredentials> parse_basic_credentials(std::string_view authorization);

/// Returns whether `password` matches a bcrypt hash. Takes tens of milliseconds, depending on the
/// hash's cost, and equally long for either result. Any thread.
bool matches_bcrypt(const std::string& password, const std::string& hash);

}  // namespace peeringd
