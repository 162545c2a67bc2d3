#include "base/printable.hpp"

#include "base/utf8.hpp"

namespace peeringd {
namespace {

// Decodes sequences of two or three bytes, which include all control characters beyond ASCII.
char32_t code_of(std::string_view sequence) {
  const auto bits = [&](std::size_t i, unsigned mask) {
    return static_cast<char32_t>(static_cast<unsigned char>(sequence[i]) & mask);
  };
  if (sequence.size() == 2) return (bits(0, 0x1f) << 6U) | bits(1, 0x3f);
  if (sequence.size() == 3) return (bits(0, 0x0f) << 12U) | (bits(1, 0x3f) << 6U) | bits(2, 0x3f);
  return 0xffff;
}

bool is_control(char32_t code) {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  const bool separator = code == 0x2028 || code == 0x2029;
  const bool direction = code == 0x061c || code == 0x200e || code == 0x200f ||
                         (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return separator || direction;
}

void append_hexadecimal(std::string& out, char32_t number, int count) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 4 * (count - 1); shift >= 0; shift -= 4) {
    out += digits[(number >> static_cast<unsigned>(shift)) & 0xfU];
  }
}

void append_escape(std::string& out, char32_t code) {
  out += '\\';
  if (code == '\n' || code == '\r' || code == '\t') {
    out += code == '\n' ? 'n' : code == '\r' ? 'r' : 't';
  } else {
    out += code < 0x80 ? 'x' : 'u';
    append_hexadecimal(out, code, code < 0x80 ? 2 : 4);
  }
}

}  // namespace

FirstCharacter first_character(std::string_view text) {
  using Kind = FirstCharacter::Kind;
  const std::size_t length = utf8_length(text);
  if (length == 0) return {1, Kind::not_utf8, 0};
  const char32_t code =
      length == 1 ? static_cast<unsigned char>(text.front()) : code_of(text.substr(0, length));
  if (is_control(code)) return {length, Kind::control, code};
  return {length, Kind::printable, 0};
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const FirstCharacter first = first_character(text);
    switch (first.kind) {
      case FirstCharacter::Kind::printable:
        out += text.substr(0, first.bytes);
        break;
      case FirstCharacter::Kind::control:
        append_escape(out, first.code);
        break;
      case FirstCharacter::Kind::not_utf8:
        out += "\\x";
        append_hexadecimal(out, static_cast<unsigned char>(text.front()), 2);
        break;
    }
    text.remove_prefix(first.bytes);
  }
  return out;
}

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
