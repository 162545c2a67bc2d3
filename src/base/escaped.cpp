#include "base/escaped.hpp"

namespace peeringd {

std::string escaped(std::string_view bytes, std::size_t longest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\"";
  for (const char c : bytes.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text += {'\\', c};
    } else if (c == '\n' || c == '\r' || c == '\t') {
      text += {'\\', c == '\n' ? 'n' : c == '\r' ? 'r' : 't'};
    } else if (byte < 0x20 || byte > 0x7e) {
      text += {'\\', 'x', digits[byte >> 4U], digits[byte & 0xfU]};
    } else {
      text += c;
    }
  }
  return text + (bytes.size() > longest ? "…\"" : "\"");
}

}  // namespace peeringd
