#include "bgp/bmp_message.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "bgp/bgp_message.hpp"

namespace peeringd {
namespace {

constexpr std::size_t common_header_size = 6;
constexpr std::uint8_t bmp_version = 3;
constexpr std::uint8_t loc_rib_peer = 3;
constexpr std::uint16_t system_name_tlv = 2;

/// IPv4 is in the last four of the 16 bytes.
IpAddress address_of(std::span<const std::uint8_t> bytes, bool is_ipv6) {
  if (is_ipv6) {
    boost::asio::ip::address_v6::bytes_type address{};
    std::copy(bytes.begin(), bytes.end(), address.begin());
    return boost::asio::ip::address_v6(address);
  }
  boost::asio::ip::address_v4::bytes_type address{};
  const auto last = bytes.last(address.size());
  std::copy(last.begin(), last.end(), address.begin());
  return boost::asio::ip::address_v4(address);
}

}  // namespace

Result<std::optional<BmpFrame>> next_bmp_frame(std::span<const std::uint8_t> bytes) {
  if (!bytes.empty() && bytes.front() != bmp_version) {
    return Error{"BMP version " + std::to_string(bytes.front()) + " instead of 3"};
  }
  if (bytes.size() < common_header_size) return std::optional<BmpFrame>{};
  ByteReader header(bytes);
  header.skip(1);
  const std::size_t length = header.u32();
  const auto type = static_cast<BmpType>(header.u8());
  if (length < common_header_size || length > longest_bmp_message) {
    return Error{"BMP message of " + counted(length, "byte")};
  }
  if (bytes.size() < length) return std::optional<BmpFrame>{};
  return std::optional(
      BmpFrame{type, bytes.subspan(common_header_size, length - common_header_size), length});
}

std::optional<BmpPeer> read_bmp_peer(ByteReader& reader) {
  BmpPeer peer;
  const std::uint8_t type = reader.u8();
  const std::uint8_t flags = reader.u8();
  peer.distinguisher = reader.u64();
  const auto address = reader.take(16);
  peer.as = reader.u32();
  reader.skip(4 + 8);  // BGP identifier, time
  if (!reader.ok() || type > loc_rib_peer) return std::nullopt;
  peer.loc_rib = type == loc_rib_peer;
  if (peer.loc_rib) return peer;  // its flags mean other things (RFC 9069 section 4.2)
  peer.post_policy = (flags & 0x40) != 0;
  peer.two_byte_as = (flags & 0x20) != 0;
  peer.out = (flags & 0x10) != 0;
  peer.address = address_of(address, (flags & 0x80) != 0);
  return peer;
}

std::optional<BmpPeerUp> read_peer_up(ByteReader reader) {
  reader.skip(16 + 2 + 2);  // local address, ports
  BmpPeerUp up;
  up.sent = take_bgp_message(reader);
  up.received = take_bgp_message(reader);
  if (!reader.ok()) return std::nullopt;
  return up;
}

std::optional<std::uint8_t> read_peer_down_reason(ByteReader reader) {
  const std::uint8_t reason = reader.u8();
  return reader.ok() ? std::optional(reason) : std::nullopt;
}

std::string read_system_name(ByteReader reader) {
  while (!reader.empty()) {
    const std::uint16_t type = reader.u16();
    const auto value = reader.take(reader.u16());
    if (type != system_name_tlv) continue;
    const auto bytes = value.first(std::min<std::size_t>(value.size(), 255));
    return {bytes.begin(), bytes.end()};
  }
  return {};
}

}  // namespace peeringd
