// The records of a DNS reply, and a reader for DNS messages (RFC 1035, section 4.1). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace peeringd {

/// A name in wire format, in lower case: each label after its length, so that a dot inside a label
/// has no special meaning.
using WireName = std::string;

WireName wire_name(std::string_view host);

/// Reads through a message. After a read beyond the end, ok() is false and all reads return zero.
class DnsReader {
 public:
  explicit DnsReader(std::span<const std::uint8_t> message) : message_(message) {}

  bool ok() const { return ok_; }
  std::uint16_t get_16();
  std::uint32_t get_32();
  std::span<const std::uint8_t> take(std::size_t size);
  /// A name, compressed or not (section 4.1.4).
  WireName name();

  std::size_t position() const { return at_; }
  /// A reader of the same message that starts at `position`.
  DnsReader at(std::size_t position) const;

 private:
  std::span<const std::uint8_t> message_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

struct AnswerRecord {
  static constexpr std::uint16_t a = 1;
  static constexpr std::uint16_t cname = 5;
  static constexpr std::uint16_t aaaa = 28;

  WireName owner;
  std::uint16_t type = 0;
  std::uint32_t ttl = 0;               ///< in seconds, as received
  WireName target;                     ///< of a CNAME
  std::span<const std::uint8_t> data;  ///< into the message
};

/// The next `count` records, without those of classes other than IN. Nothing if one of them is cut
/// short.
std::optional<std::vector<AnswerRecord>> read_records(DnsReader& reader, std::size_t count);

}  // namespace peeringd
