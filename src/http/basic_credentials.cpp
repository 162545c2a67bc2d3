#include "http/basic_credentials.hpp"

#include <crypt.h>
#include <sodium/utils.h>
#include <strings.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace peeringd {

std::optional<BasicCredentials> parse_basic_credentials(std::string_view authorization) {
  constexpr std::string_view scheme = "Basic ";  // in any case (RFC 9110 section 11.1)
  if (authorization.size() <= scheme.size() ||
      ::strncasecmp(authorization.data(), scheme.data(), scheme.size()) != 0) {
    return std::nullopt;
  }
  authorization.remove_prefix(scheme.size());
  // libsodium 1.0.18 takes some bytes above 127 for digits.
  if (!std::ranges::all_of(authorization, [](char c) { return c > 0; })) return std::nullopt;
  std::string text(authorization.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(text.data()), text.size(),
                        authorization.data(), authorization.size(), " ", &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  text.resize(size);
  const auto colon = text.find(':');
  if (colon == std::string::npos || text.find('\0') != std::string::npos) return std::nullopt;
  return BasicCredentials{text.substr(0, colon), text.substr(colon + 1)};
}

bool matches_bcrypt(const std::string& password, const std::string& hash) {
  const auto data = std::make_unique<crypt_data>();  // 32 KiB
  const char* const made = ::crypt_rn(password.c_str(), hash.c_str(), data.get(), sizeof *data);
  return made != nullptr && std::strlen(made) == hash.size() &&
         sodium_memcmp(made, hash.data(), hash.size()) == 0;
}

}  // namespace peeringd
