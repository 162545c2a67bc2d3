#include "yaml/text_file.hpp"

#include "base/regular_file.hpp"
#include "base/utf8.hpp"

namespace peeringd {
namespace {

std::string hexadecimal(unsigned char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {'0', 'x', digits[byte >> 4U], digits[byte & 0xfU]};
}

bool is_control(unsigned char byte) {
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

}  // namespace

Result<std::string> read_text_file(const std::filesystem::path& path) {
  return read_regular_file(path, max_config_bytes);
}

std::optional<TextFlaw> find_text_flaw(std::string_view text) {
  TextFlaw at;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) {
      at.what = "the byte " + hexadecimal(byte) + ", which is not UTF-8";
      return at;
    }
    if (is_control(byte)) {
      at.what = "the control character " + hexadecimal(byte);
      return at;
    }
    i += length;
    at.column += static_cast<int>(length);
    if (byte == '\n') {
      ++at.line;
      at.column = 1;
    }
  }
  return std::nullopt;
}

}  // namespace peeringd
