#include "bgp/nlri.hpp"

#include <algorithm>

namespace peeringd {

std::optional<WirePrefix> read_nlri(ByteReader& reader, Family family, bool with_path_id) {
  WirePrefix prefix;
  prefix.family = family;
  if (with_path_id) prefix.path_id = reader.u32();
  prefix.length = reader.u8();
  if (prefix.length > (family == Family::ipv4 ? 32 : 128)) reader.fail();
  const auto bytes = reader.take((std::size_t{prefix.length} + 7) / 8);
  if (!reader.ok()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), prefix.bytes.begin());
  const int spare = prefix.length % 8;
  if (spare != 0) {
    std::uint8_t& last = prefix.bytes[prefix.length / 8U];
    last = static_cast<std::uint8_t>(last & (0xff << (8 - spare)));
  }
  return prefix;
}

IpPrefix to_ip_prefix(const WirePrefix& prefix) {
  if (prefix.family == Family::ipv6) {
    return {boost::asio::ip::address_v6(prefix.bytes), prefix.length};
  }
  boost::asio::ip::address_v4::bytes_type bytes{};
  std::copy_n(prefix.bytes.begin(), bytes.size(), bytes.begin());
  return {boost::asio::ip::address_v4(bytes), prefix.length};
}

WirePrefix to_wire_prefix(const IpPrefix& prefix) {
  WirePrefix wire;
  wire.family = prefix.family();
  wire.length = static_cast<std::uint8_t>(prefix.length());
  if (wire.family == Family::ipv6) {
    wire.bytes = prefix.network().to_v6().to_bytes();
  } else {
    const auto bytes = prefix.network().to_v4().to_bytes();
    std::copy(bytes.begin(), bytes.end(), wire.bytes.begin());
  }
  return wire;
}

}  // namespace peeringd
