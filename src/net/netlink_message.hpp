// Parses rtnetlink(7) messages: messages in a datagram, attributes in a message, values in an
// attribute. Never reads beyond the end, whatever the lengths say. Internal to this folder.
#pragma once

#include <libmnl/libmnl.h>
#include <linux/netlink.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>

#include "model/ip_prefix.hpp"

namespace peeringd::netlink {

using Bytes = std::span<const std::byte>;

/// Calls `visit(header, payload)` for each message. libmnl checks the lengths of attributes; those
/// of messages are checked here, since mnl_nlmsg_ok() treats lengths beyond 2^31 as negative.
template <typename Visit>
void for_each_message(Bytes data, Visit&& visit) {
  while (data.size() >= sizeof(nlmsghdr)) {
    const auto& header = *reinterpret_cast<const nlmsghdr*>(data.data());
    if (header.nlmsg_len < sizeof(nlmsghdr) || header.nlmsg_len > data.size()) return;
    visit(header, data.first(header.nlmsg_len).subspan(sizeof(nlmsghdr)));
    data = data.subspan(std::min<std::size_t>(data.size(), NLMSG_ALIGN(header.nlmsg_len)));
  }
}

/// Calls `visit(type, value)` for each attribute; `type` is without the "nested" flag.
template <typename Visit>
void for_each_attribute(Bytes data, Visit&& visit) {
  const auto* attribute = reinterpret_cast<const nlattr*>(data.data());
  const std::byte* end = data.data() + data.size();
  const auto left = [&] {
    return static_cast<int>(end - reinterpret_cast<const std::byte*>(attribute));
  };
  for (; mnl_attr_ok(attribute, left()); attribute = mnl_attr_next(attribute)) {
    const auto* payload = static_cast<const std::byte*>(mnl_attr_get_payload(attribute));
    visit(mnl_attr_get_type(attribute), Bytes{payload, mnl_attr_get_payload_len(attribute)});
  }
}

/// Removes the fixed part from the payload of a message; null if the payload is too short.
template <typename Fixed>
const Fixed* fixed_part(Bytes& payload) {
  if (payload.size() < sizeof(Fixed)) return nullptr;
  const auto* fixed = reinterpret_cast<const Fixed*>(payload.data());
  payload = payload.subspan(std::min<std::size_t>(payload.size(), NLMSG_ALIGN(sizeof(Fixed))));
  return fixed;
}

std::optional<std::uint32_t> read_u32(Bytes value);

/// `family` is AF_INET or AF_INET6; no address of any other.
std::optional<IpAddress> read_address(Bytes value, int family);

/// A name, up to its NUL.
std::string read_name(Bytes value);

/// The errno of an NLMSG_ERROR or NLMSG_DONE message; 0 if there is none.
int read_error(Bytes payload);

}  // namespace peeringd::netlink
