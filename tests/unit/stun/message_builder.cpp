#include "unit/stun/message_builder.hpp"

#include <boost/asio/ip/address.hpp>

#include "stun/attributes.hpp"

namespace peeringd::test {
namespace {

void append_u16(Bytes& bytes, std::size_t value) {
  bytes.push_back(static_cast<std::uint8_t>(value >> 8));
  bytes.push_back(static_cast<std::uint8_t>(value));
}

// CRC-32 of ITU V.42, bit by bit.
std::uint32_t checksum_of(const Bytes& bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

Bytes address_value(const StunAddress& address, const Bytes& mask) {
  Bytes value{0, static_cast<std::uint8_t>(address.address().is_v4() ? 1 : 2)};
  append_u16(value, address.port());
  const auto append = [&value](const auto& bytes) {
    value.insert(value.end(), bytes.begin(), bytes.end());
  };
  if (address.address().is_v4()) {
    append(address.address().to_v4().to_bytes());
  } else {
    append(address.address().to_v6().to_bytes());
  }
  value[2] ^= mask[0];
  value[3] ^= mask[1];
  for (std::size_t i = 4; i < value.size(); ++i) value[i] ^= mask[i - 4];
  return value;
}

}  // namespace

MessageBuilder::MessageBuilder(std::uint16_t type, const TransactionId& id) {
  append_u16(bytes_, type);
  append_u16(bytes_, 0);
  append_u16(bytes_, stun_magic_cookie >> 16);
  append_u16(bytes_, stun_magic_cookie & 0xffff);
  bytes_.insert(bytes_.end(), id.begin(), id.end());
}

void MessageBuilder::set_length(std::size_t size) {
  bytes_[2] = static_cast<std::uint8_t>(size >> 8);
  bytes_[3] = static_cast<std::uint8_t>(size);
}

MessageBuilder& MessageBuilder::add(std::uint16_t type, const Bytes& value) {
  append_u16(bytes_, type);
  append_u16(bytes_, value.size());
  bytes_.insert(bytes_.end(), value.begin(), value.end());
  while (bytes_.size() % 4 != 0) bytes_.push_back(0);
  set_length(bytes_.size() - stun_header_size);
  return *this;
}

MessageBuilder& MessageBuilder::add_text(std::uint16_t type, std::string_view text) {
  return add(type, Bytes(text.begin(), text.end()));
}

MessageBuilder& MessageBuilder::add_address(std::uint16_t type, const StunAddress& address) {
  return add(type, address_value(address, Bytes(16, 0)));
}

MessageBuilder& MessageBuilder::add_xor_address(const StunAddress& address) {
  const Bytes mask(bytes_.begin() + 4, bytes_.begin() + stun_header_size);
  return add(stun_attribute::xor_mapped_address, address_value(address, mask));
}

MessageBuilder& MessageBuilder::add_error(int code, std::string_view reason) {
  Bytes value{0, 0, static_cast<std::uint8_t>(code / 100), static_cast<std::uint8_t>(code % 100)};
  value.insert(value.end(), reason.begin(), reason.end());
  return add(stun_attribute::error_code, value);
}

MessageBuilder& MessageBuilder::add_fingerprint() {
  set_length(bytes_.size() - stun_header_size + 8);
  const std::uint32_t value = checksum_of(bytes_) ^ 0x5354554e;
  Bytes big_endian;
  append_u16(big_endian, value >> 16);
  append_u16(big_endian, value & 0xffff);
  return add(stun_attribute::fingerprint, big_endian);
}

StunAddress stun_address(const char* address, std::uint16_t port) {
  return {boost::asio::ip::make_address(address), port};
}

}  // namespace peeringd::test
