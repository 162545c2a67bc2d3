// Secrets that people put in the wrong place: whatever key they are under, no message quotes them.
#pragma once

#include <string_view>

namespace peeringd {

/// Whether `text` has the form of a secret: a hash of a password as crypt(5) writes it, a key in
/// PEM, a bearer token.
bool looks_secret(std::string_view text);

}  // namespace peeringd
