// SHA-256 (FIPS 180-4), for people who check whether a file has been changed.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

/// The hash of `data` in hexadecimal: 64 digits. Any thread.
std::string sha256_hex(std::string_view data);

}  // namespace peeringd
