#include "stun/attributes.hpp"

#include <zlib.h>

#include "stun/bytes.hpp"

namespace peeringd {
namespace {

constexpr std::size_t attribute_header_size = 4;
constexpr std::uint32_t fingerprint_mask = 0x5354554e;  // "STUN"

std::string_view text_of(std::span<const std::uint8_t> value) {
  return {reinterpret_cast<const char*>(value.data()), value.size()};
}

// Attributes of RFC 8489 (section 18.3), and of RFC 3489, which older servers still send.
bool is_known(std::uint16_t type) {
  switch (type) {
    case 0x0014:  // REALM
    case 0x0015:  // NONCE
    case stun_attribute::message_integrity_sha256:
    case 0x001d:  // PASSWORD-ALGORITHM
    case 0x001e:  // USERHASH
    case stun_attribute::xor_mapped_address:
      return true;
    default:
      return type >= 0x0001 && type <= 0x000b;
  }
}

bool is_required(std::uint16_t type) {
  return type < 0x8000;
}

// The CRC covers everything before the attribute, including the header's length (section 14.7).
// Requires that the attribute is the last of the message.
bool is_right_fingerprint(const StunMessage& message, std::span<const std::uint8_t> value) {
  if (value.size() != 4) return false;
  const std::size_t covered = message.bytes.size() - value.size() - attribute_header_size;
  const auto checksum = ::crc32(0, message.bytes.data(), static_cast<uInt>(covered));
  return (checksum ^ fingerprint_mask) == get_u32(value, 0);
}

// Section 14.8: class and number, then the reason.
void note_error(StunAttributes& attributes, std::span<const std::uint8_t> value) {
  if (attributes.error_code || value.size() < 4) return;
  const int error_class = value[2] & 7;
  const int number = value[3];
  if (error_class < 3 || error_class > 6 || number > 99) return;
  attributes.error_code = static_cast<std::uint16_t>(error_class * 100 + number);
  attributes.error_reason = text_of(value.subspan(4));
}

// Collects the first attribute of each type.
class Collector {
 public:
  explicit Collector(const StunMessage& message) : message_(message) {}

  void note(const StunAttribute& attribute) {
    if (closed_) return;
    switch (attribute.type) {
      case stun_attribute::xor_mapped_address:
        if (!xor_mapped_) xor_mapped_ = read_xor_address(attribute.value, mask());
        break;
      case stun_attribute::mapped_address:
        if (!mapped_) mapped_ = read_address(attribute.value);
        break;
      case stun_attribute::alternate_server:
        if (!found_.alternate_server) found_.alternate_server = read_address(attribute.value);
        break;
      case stun_attribute::error_code:
        note_error(found_, attribute.value);
        break;
      case stun_attribute::software:
        if (found_.software.empty()) found_.software = text_of(attribute.value);
        break;
      case stun_attribute::message_integrity:
      case stun_attribute::message_integrity_sha256:
        closed_ = true;
        break;
      default:
        if (is_required(attribute.type) && !is_known(attribute.type) && !found_.unknown_required) {
          found_.unknown_required = attribute.type;
        }
    }
  }

  StunAttributes found(bool fingerprint) {
    found_.mapped_address = xor_mapped_ ? xor_mapped_ : mapped_;
    found_.fingerprint = fingerprint;
    return found_;
  }

 private:
  std::span<const std::uint8_t, 16> mask() const { return message_.bytes.subspan<4, 16>(); }

  const StunMessage& message_;
  StunAttributes found_;
  std::optional<StunAddress> xor_mapped_;
  std::optional<StunAddress> mapped_;
  bool closed_ = false;  // by MESSAGE-INTEGRITY
};

}  // namespace

std::optional<StunAttribute> take_attribute(std::span<const std::uint8_t>& rest) {
  if (rest.size() < attribute_header_size) return std::nullopt;
  const std::size_t length = get_u16(rest, 2);
  const std::size_t padded = attribute_header_size + (length + 3) / 4 * 4;
  if (padded > rest.size()) return std::nullopt;
  const StunAttribute attribute{get_u16(rest, 0), rest.subspan(attribute_header_size, length)};
  rest = rest.subspan(padded);
  return attribute;
}

std::optional<StunAttributes> read_stun_attributes(const StunMessage& message) {
  Collector collector(message);
  bool fingerprint = false;
  std::span<const std::uint8_t> rest = message.attributes();
  while (const auto attribute = take_attribute(rest)) {
    if (attribute->type == stun_attribute::fingerprint) {
      if (!rest.empty() || !is_right_fingerprint(message, attribute->value)) return std::nullopt;
      fingerprint = true;
    } else {
      collector.note(*attribute);
    }
  }
  if (!rest.empty()) return std::nullopt;
  return collector.found(fingerprint);
}

std::optional<StunAddress> reflexive_address(const StunMessage& message) {
  if (message.message_class != StunClass::success_response) return std::nullopt;
  const auto attributes = read_stun_attributes(message);
  if (!attributes || attributes->unknown_required) return std::nullopt;
  return attributes->mapped_address;
}

}  // namespace peeringd
