#include "net/netlink_message.hpp"

#include <sys/socket.h>

namespace peeringd::netlink {
namespace {

template <typename AddressBytes>
std::optional<AddressBytes> read_bytes(Bytes value) {
  AddressBytes bytes;
  if (value.size() != bytes.size()) return std::nullopt;
  std::memcpy(bytes.data(), value.data(), bytes.size());
  return bytes;
}

}  // namespace

std::optional<std::uint32_t> read_u32(Bytes value) {
  std::uint32_t number = 0;
  if (value.size() != sizeof number) return std::nullopt;
  std::memcpy(&number, value.data(), sizeof number);
  return number;
}

std::optional<IpAddress> read_address(Bytes value, int family) {
  using boost::asio::ip::address_v4;
  using boost::asio::ip::address_v6;
  if (family == AF_INET) {
    if (const auto bytes = read_bytes<address_v4::bytes_type>(value)) return address_v4{*bytes};
  }
  if (family == AF_INET6) {
    if (const auto bytes = read_bytes<address_v6::bytes_type>(value)) return address_v6{*bytes};
  }
  return std::nullopt;
}

std::string read_name(Bytes value) {
  const auto* text = reinterpret_cast<const char*>(value.data());
  return {text, strnlen(text, value.size())};
}

int read_error(Bytes payload) {
  int code = 0;
  if (payload.size() >= sizeof code) std::memcpy(&code, payload.data(), sizeof code);
  return code < 0 && code != INT32_MIN ? -code : 0;
}

}  // namespace peeringd::netlink
