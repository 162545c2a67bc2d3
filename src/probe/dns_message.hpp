// DNS messages (RFC 1035, section 4) as far as measuring a resolver needs them: a query, and
// whether and how a reply answers it. Records are not read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/probe_options.hpp"

namespace peeringd {

/// Header, a name of at most 255 bytes, type and class.
inline constexpr std::size_t longest_dns_query = 12 + 255 + 4;

class DnsQuery {
 public:
  /// A recursive query for the Internet class. `name` is a host name of at most 253 characters,
  /// with no final dot.
  DnsQuery(std::uint16_t id, std::string_view name, DnsOptions::Record record);

  std::span<const std::uint8_t> bytes() const { return std::span(bytes_).first(size_); }

 private:
  void append(std::uint8_t byte) { bytes_[size_++] = byte; }
  void append_16(std::uint16_t value);

  std::array<std::uint8_t, longest_dns_query> bytes_{};
  std::size_t size_ = 0;
};

/// Name, type and class as in a message, with letters in lower case: equal for equal questions (RFC
/// 4343).
class DnsQuestion {
 public:
  std::span<const std::uint8_t> bytes() const { return std::span(bytes_).first(size_); }

 private:
  friend std::optional<DnsQuestion> read_dns_question(std::span<const std::uint8_t> message);
  std::array<std::uint8_t, 255 + 4> bytes_{};
  std::size_t size_ = 0;
};

/// The question of a query or reply. None if the message is too short, does not have exactly one
/// question, or its name is compressed or too long.
std::optional<DnsQuestion> read_dns_question(std::span<const std::uint8_t> message);

struct DnsHeader {
  std::uint16_t id = 0;
  bool reply = false;
  std::uint8_t code = 0;  ///< RCODE
};

/// None if the message is shorter than a header, or its opcode is not QUERY.
std::optional<DnsHeader> read_dns_header(std::span<const std::uint8_t> message);

/// Whether the message has no question. Some resolvers refuse with nothing but a header.
bool is_without_question(std::span<const std::uint8_t> message);

/// Whether a working resolver replies with this code: NOERROR, or NXDOMAIN, which is an answer too.
bool is_dns_answer(std::uint8_t code);

}  // namespace peeringd
