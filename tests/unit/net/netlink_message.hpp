// Writes rtnetlink messages as the kernel would.
#pragma once

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace peeringd::test {

/// Appended to by the functions below; the allocator aligns it.
using Datagram = std::vector<std::byte>;

class NetlinkMessage {
 public:
  static constexpr std::uint32_t sequence = 7;

  template <typename Fixed>
  NetlinkMessage(std::uint16_t type, const Fixed& fixed) : header_{} {
    header_.nlmsg_type = type;
    header_.nlmsg_seq = sequence;
    append(&fixed, sizeof fixed);
  }

  NetlinkMessage& flags(std::uint16_t flags) {
    header_.nlmsg_flags = flags;
    return *this;
  }
  NetlinkMessage& answering(std::uint32_t other_sequence) {
    header_.nlmsg_seq = other_sequence;
    return *this;
  }

  NetlinkMessage& bytes(std::uint16_t type, const void* data, std::size_t size) {
    const rtattr attribute{static_cast<unsigned short>(RTA_LENGTH(size)), type};
    append(&attribute, sizeof attribute);
    append(data, size);
    return *this;
  }
  NetlinkMessage& number(std::uint16_t type, std::uint32_t value) {
    return bytes(type, &value, sizeof value);
  }
  NetlinkMessage& text(std::uint16_t type, const std::string& value) {
    return bytes(type, value.c_str(), value.size() + 1);
  }
  NetlinkMessage& address(std::uint16_t type, const char* value) {
    const auto parsed = boost::asio::ip::make_address(value);
    if (parsed.is_v4()) {
      const auto raw = parsed.to_v4().to_bytes();
      return bytes(type, raw.data(), raw.size());
    }
    const auto raw = parsed.to_v6().to_bytes();
    return bytes(type, raw.data(), raw.size());
  }

  void append_to(Datagram& datagram) const {
    nlmsghdr header = header_;
    header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + body_.size());
    const auto* raw = reinterpret_cast<const std::byte*>(&header);
    datagram.insert(datagram.end(), raw, raw + sizeof header);
    datagram.insert(datagram.end(), body_.begin(), body_.end());
  }

 private:
  void append(const void* data, std::size_t size) {
    const auto* raw = static_cast<const std::byte*>(data);
    body_.insert(body_.end(), raw, raw + size);
    body_.resize(NLMSG_ALIGN(body_.size()));
  }

  nlmsghdr header_;
  Datagram body_;
};

}  // namespace peeringd::test
