#include "import/utf16.hpp"

#include <cstddef>
#include <string_view>

namespace peeringd {
namespace {

constexpr char32_t replacement = 0xfffd;

void append_utf8(std::string& text, char32_t code) {
  const auto byte = [&text](char32_t value) { text += static_cast<char>(value); };
  const auto tail = [&](unsigned shift) { byte(0x80U | ((code >> shift) & 0x3fU)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xc0U | (code >> 6U));
  } else {
    if (code < 0x10000) {
      byte(0xe0U | (code >> 12U));
    } else {
      byte(0xf0U | (code >> 18U));
      tail(12);
    }
    tail(6);
  }
  tail(0);
}

std::string decoded(std::string_view bytes, bool little_endian) {
  const auto unit_at = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(little_endian ? first | second << 8U : first << 8U | second);
  };
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const char32_t unit = unit_at(i);
    if (unit < 0xd800 || unit > 0xdfff) {
      append_utf8(text, unit);
      continue;
    }
    const char32_t low = unit <= 0xdbff && i + 3 < bytes.size() ? unit_at(i + 2) : 0;
    if (low < 0xdc00 || low > 0xdfff) {
      append_utf8(text, replacement);
      continue;
    }
    append_utf8(text, 0x10000 + ((unit - 0xd800) << 10U) + (low - 0xdc00));
    i += 2;
  }
  return text;
}

}  // namespace

std::string decode_bom(std::string text) {
  constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
  if (text.starts_with(utf8_mark)) return text.substr(utf8_mark.size());
  if (text.starts_with("\xff\xfe")) return decoded(std::string_view(text).substr(2), true);
  if (text.starts_with("\xfe\xff")) return decoded(std::string_view(text).substr(2), false);
  return text;
}

}  // namespace peeringd
