// MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 (RFC 8489 sections 9.2.2, 14.5 and 14.6), for the
// test vectors. peeringd needs no credentials, so its library does not contain this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "stun/message.hpp"

namespace peeringd::test {

enum class Digest { md5, sha1, sha256 };

/// Key of the long-term credential mechanism: the digest of `username:realm:password`.
std::string long_term_key(Digest digest, std::string_view username, std::string_view realm,
                          std::string_view password);

/// Whether the message has the integrity attribute of that type (0x0008 or 0x001c) and it is right
/// under the key.
bool has_right_integrity(const StunMessage& message, std::uint16_t type, std::string_view key);

}  // namespace peeringd::test
