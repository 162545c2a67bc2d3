#include "http_client/basic_header.hpp"

#include <cstdint>

namespace peeringd {
namespace {

std::string base64(const std::string& text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      const bool padding = i + k > text.size();
      encoded += padding ? '=' : alphabet[bits >> (18 - 6 * k) & 0x3fU];
    }
  }
  return encoded;
}

}  // namespace

std::string basic_header(std::string_view user, std::string_view password) {
  return "Authorization: Basic " + base64(std::string(user) + ":" + std::string(password));
}

}  // namespace peeringd
