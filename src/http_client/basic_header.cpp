#include "http_client/basic_header.hpp"

#include <openssl/evp.h>

#include <cstddef>

namespace peeringd {
namespace {

std::string base64(const std::string& text) {
  std::string encoded(4 * ((text.size() + 2) / 3) + 1, '\0');  // OpenSSL ends it with a zero
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

}  // namespace

std::string basic_header(std::string_view user, std::string_view password) {
  return "Authorization: Basic " + base64(std::string(user) + ":" + std::string(password));
}

}  // namespace peeringd
