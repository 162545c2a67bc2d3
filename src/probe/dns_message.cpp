#include "probe/dns_message.hpp"

#include <algorithm>

namespace peeringd {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_name = 255;
constexpr std::uint16_t recursion_desired = 0x0100;
constexpr std::uint16_t internet_class = 1;

enum class Code : std::uint8_t { no_error = 0, name_error = 3 };

std::uint16_t get_16(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

std::uint8_t lower_case(std::uint8_t byte) {
  const bool upper = byte >= 'A' && byte <= 'Z';
  return upper ? static_cast<std::uint8_t>(byte + ('a' - 'A')) : byte;
}

/// How long the uncompressed name is that begins with `bytes`.
std::optional<std::size_t> name_size(std::span<const std::uint8_t> bytes) {
  std::size_t size = 0;
  while (size < bytes.size() && size < longest_name) {
    const std::uint8_t label = bytes[size];
    if (label > longest_label) return std::nullopt;
    size += 1 + label;
    if (label == 0) return size;
  }
  return std::nullopt;
}

}  // namespace

DnsQuery::DnsQuery(std::uint16_t id, std::string_view name, DnsOptions::Record record) {
  append_16(id);
  append_16(recursion_desired);
  append_16(1);  // one question, no records
  for (int i = 0; i < 3; ++i) append_16(0);
  for (bool more = true; more;) {
    const auto dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    append(static_cast<std::uint8_t>(label.size()));
    for (const char c : label) append(static_cast<std::uint8_t>(c));
    more = dot != std::string_view::npos;
    if (more) name.remove_prefix(dot + 1);
  }
  append(0);
  append_16(static_cast<std::uint16_t>(record));
  append_16(internet_class);
}

void DnsQuery::append_16(std::uint16_t value) {
  append(static_cast<std::uint8_t>(value >> 8));
  append(static_cast<std::uint8_t>(value));
}

std::optional<DnsQuestion> read_dns_question(std::span<const std::uint8_t> message) {
  if (message.size() < header_size || get_16(message, 4) != 1) return std::nullopt;
  const auto rest = message.subspan(header_size);
  const auto name = name_size(rest);
  if (!name || rest.size() < *name + 4) return std::nullopt;
  DnsQuestion question;
  question.size_ = *name + 4;
  // Lengths, type and class may be changed with the letters: the same ones in query and reply.
  std::transform(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(question.size_),
                 question.bytes_.begin(), lower_case);
  return question;
}

std::optional<DnsHeader> read_dns_header(std::span<const std::uint8_t> message) {
  if (message.size() < header_size) return std::nullopt;
  const std::uint16_t flags = get_16(message, 2);
  if ((flags >> 11 & 0xf) != 0) return std::nullopt;  // OPCODE
  return DnsHeader{get_16(message, 0), (flags & 0x8000) != 0,
                   static_cast<std::uint8_t>(flags & 0xf)};
}

bool is_without_question(std::span<const std::uint8_t> message) {
  return message.size() >= header_size && get_16(message, 4) == 0;
}

bool is_dns_answer(std::uint8_t code) {
  return code == static_cast<std::uint8_t>(Code::no_error) ||
         code == static_cast<std::uint8_t>(Code::name_error);
}

}  // namespace peeringd
