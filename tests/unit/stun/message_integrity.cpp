#include "unit/stun/message_integrity.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <vector>

#include "stun/attributes.hpp"

namespace peeringd::test {
namespace {

const EVP_MD* algorithm_of(Digest digest) {
  switch (digest) {
    case Digest::md5:
      return EVP_md5();
    case Digest::sha1:
      return EVP_sha1();
    case Digest::sha256:
      break;
  }
  return EVP_sha256();
}

}  // namespace

std::string long_term_key(Digest digest, std::string_view username, std::string_view realm,
                          std::string_view password) {
  const std::string text =
      std::string(username) + ":" + std::string(realm) + ":" + std::string(password);
  std::array<unsigned char, EVP_MAX_MD_SIZE> key{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), key.data(), &size, algorithm_of(digest), nullptr);
  return {reinterpret_cast<const char*>(key.data()), size};
}

bool has_right_integrity(const StunMessage& message, std::uint16_t type, std::string_view key) {
  std::span<const std::uint8_t> rest = message.attributes();
  std::size_t position = stun_header_size;
  while (const auto attribute = take_attribute(rest)) {
    if (attribute->type != type) {
      position = message.bytes.size() - rest.size();
      continue;
    }
    // What precedes the attribute, with the length that the message has up to its end.
    std::vector<std::uint8_t> covered(
        message.bytes.begin(), message.bytes.begin() + static_cast<std::ptrdiff_t>(position));
    const std::size_t length = message.bytes.size() - rest.size() - stun_header_size;
    covered[2] = static_cast<std::uint8_t>(length >> 8);
    covered[3] = static_cast<std::uint8_t>(length);
    const Digest digest = type == stun_attribute::message_integrity ? Digest::sha1 : Digest::sha256;
    std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
    unsigned size = 0;
    HMAC(algorithm_of(digest), key.data(), static_cast<int>(key.size()), covered.data(),
         covered.size(), code.data(), &size);
    return std::ranges::equal(std::span(code).first(size), attribute->value);
  }
  return false;
}

}  // namespace peeringd::test
