#include "base/percent_encoding.hpp"

namespace peeringd {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

}  // namespace

std::string percent_encoded(std::string_view text, std::string_view more) {
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c) || more.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', hex_digits[byte >> 4U], hex_digits[byte & 0xfU]};
  }
  return encoded;
}

}  // namespace peeringd
