// The bcrypt hash of a user's password, as it is written or in a file. No message quotes any of it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

/// `$2y$10$` and 53 characters, with a cost of 4 to 16.
Result<std::string> parse_bcrypt_hash(std::string_view text);

/// The hash of `user` in a file: the hash alone in a line, or the line `user:hash` as htpasswd
/// writes it, among those of others.
Result<std::string> find_password_hash(std::string_view file, std::string_view user);

}  // namespace peeringd
