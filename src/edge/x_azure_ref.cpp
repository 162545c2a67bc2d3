#include <array>
#include <cstdint>

#include "edge/ascii.hpp"
#include "edge/node_name.hpp"
#include "edge/pop.hpp"

namespace peeringd {
namespace {

using namespace ascii;

constexpr std::string_view method = "x-azure-ref";
constexpr std::size_t time_and_id_length = 8 + 16;
constexpr std::size_t guid_length = 36;

std::optional<std::uint32_t> base64_digit(char c) {
  if (is_upper(c)) return c - 'A';
  if (is_lower(c)) return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return std::nullopt;
}

/// The old form holds some 72 bytes; what is longer than this is not one.
struct Decoded {
  std::array<char, 128> bytes{};
  std::size_t size = 0;

  std::string_view text() const { return {bytes.data(), size}; }
};

/// RFC 4648, section 4. Padding may be left out, as captures have it both ways.
std::optional<Decoded> decode_base64(std::string_view text) {
  if (text.size() % 4 == 0 && text.ends_with('=')) {
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  Decoded decoded;
  if (text.size() % 4 == 1 || text.size() / 4 * 3 + 2 > decoded.bytes.size()) return std::nullopt;
  std::uint32_t bits = 0;
  unsigned bit_count = 0;
  for (const char c : text) {
    const auto digit = base64_digit(c);
    if (!digit) return std::nullopt;
    bits = bits << 6 | *digit;
    bit_count += 6;
    if (bit_count < 8) continue;
    bit_count -= 8;
    decoded.bytes.at(decoded.size++) = static_cast<char>(bits >> bit_count & 0xFF);
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

std::optional<EdgePop> pop_of_old_form(std::string_view value) {
  if (!value.starts_with('0')) return std::nullopt;
  const auto decoded = decode_base64(value.substr(1));
  if (!decoded || decoded->size < time_and_id_length) return std::nullopt;
  const std::string_view rest = decoded->text().substr(time_and_id_length);
  const std::size_t end_of_name = rest.find('\0');
  if (end_of_name == std::string_view::npos) return std::nullopt;
  if (!is_guid(rest.substr(end_of_name + 1))) return std::nullopt;
  const auto node = parse_node_name(rest.substr(0, end_of_name));
  if (!node) return std::nullopt;
  return EdgePop{std::string(node->code), std::string(node->site), std::string(method)};
}

/// `20241021T080528Z-`, of which only the form is looked at.
bool starts_with_time(std::string_view value) {
  constexpr std::string_view form = "00000000T000000Z-";
  if (value.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !is_digit(value[i]) : value[i] != form[i]) return false;
  }
  return true;
}

bool is_lower_or_digit(char c) {
  return is_lower(c) || is_digit(c);
}

/// What follows `hC1`. The letters and digits after a code of three letters are random; after one
/// of two letters the first digit is the site's, as in the names of nodes.
std::optional<EdgePop> pop_at_start(std::string_view text) {
  const std::size_t letters = run_of(text, is_upper);
  const std::string_view rest = text.substr(letters);
  if (!consists_of(rest, rest.size(), is_lower_or_digit)) return std::nullopt;
  const bool with_site = letters == 2 && !rest.empty() && is_digit(rest.front());
  if (letters != 3 && !with_site) return std::nullopt;
  return EdgePop{std::string(text.substr(0, letters)),
                 std::string(rest.substr(0, with_site ? 1 : 0)), std::string(method)};
}

std::optional<EdgePop> pop_of_marked_form(std::string_view value) {
  constexpr std::size_t time_length = 17;
  constexpr std::string_view marker = "hC1";
  if (!starts_with_time(value)) return std::nullopt;
  const std::string_view text = value.substr(time_length);
  const std::size_t marker_start = text.find(marker);
  if (marker_start == std::string_view::npos) return std::nullopt;
  // The marker is the only place with capitals; elsewhere they mean a form that is not known.
  if (!consists_of(text.substr(0, marker_start), marker_start, is_lower_or_digit)) {
    return std::nullopt;
  }
  return pop_at_start(text.substr(marker_start + marker.size()));
}

}  // namespace

std::optional<EdgePop> pop_of_x_azure_ref(std::string_view value) {
  if (value.size() > longest_pop_header) return std::nullopt;
  if (auto pop = pop_of_old_form(value)) return pop;
  return pop_of_marked_form(value);
}

}  // namespace peeringd
