#include "edge/encoded_reference.hpp"

#include <sodium/utils.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "edge/ascii.hpp"
#include "edge/node_name.hpp"

namespace peeringd {
namespace {

using namespace ascii;

constexpr std::size_t time_and_id_length = 8 + 16;
constexpr std::size_t guid_length = 36;

/// A reference has some 72 bytes; anything longer is not one.
struct Decoded {
  std::array<char, 128> bytes{};
  std::size_t size = 0;

  std::string_view text() const { return {bytes.data(), size}; }
};

/// RFC 4648, section 4. Padding is optional, since captures have both forms.
std::optional<Decoded> decode_base64(std::string_view text) {
  if (text.size() % 4 == 0 && text.ends_with('=')) {
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  // libsodium 1.0.18 takes some bytes above 127 for digits.
  if (!std::ranges::all_of(text, [](char c) { return c > 0; })) return std::nullopt;
  Decoded decoded;
  auto* const bytes = reinterpret_cast<unsigned char*>(decoded.bytes.data());
  if (sodium_base642bin(bytes, decoded.bytes.size(), text.data(), text.size(), nullptr,
                        &decoded.size, nullptr, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0) {
    return std::nullopt;
  }
  return decoded;
}

bool is_guid(std::string_view text) {
  if (text.size() != guid_length) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !is_hex_digit(text[i])) return false;
  }
  return true;
}

/// `Edge` in captures of 2018 to 2026.
bool is_edge_mark(std::string_view text) {
  constexpr std::string_view word = "Edge";
  constexpr std::size_t max_digits = 4;
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return text.size() <= max_digits && consists_of(text, text.size(), is_digit);
}

}  // namespace

std::optional<ReferencedNode> node_of_encoded_reference(std::string_view value) {
  if (!value.starts_with('0')) return std::nullopt;
  const auto decoded = decode_base64(value.substr(1));
  if (!decoded || decoded->size < time_and_id_length) return std::nullopt;
  const std::string_view rest = decoded->text().substr(time_and_id_length);
  const std::size_t end_of_name = rest.find('\0');
  if (end_of_name == std::string_view::npos) return std::nullopt;
  const std::string_view tail = rest.substr(end_of_name + 1);
  if (!is_guid(tail) && !is_edge_mark(tail)) return std::nullopt;
  const auto node = parse_node_name(rest.substr(0, end_of_name));
  if (!node) return std::nullopt;
  return ReferencedNode{std::string(node->code), std::string(node->site)};
}

}  // namespace peeringd
