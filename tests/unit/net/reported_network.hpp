// Links, addresses and routes as the kernel reports them, and the LocalNetwork that results.
#pragma once

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>

#include <cstdint>
#include <initializer_list>
#include <string>

#include "net/netlink_tables.hpp"
#include "unit/net/netlink_message.hpp"

namespace peeringd::test::reported {

inline constexpr unsigned live = IFF_UP | IFF_RUNNING;

inline NetlinkMessage link(int index, const std::string& name, unsigned flags = live) {
  ifinfomsg fixed{};
  fixed.ifi_index = index;
  fixed.ifi_flags = flags;
  NetlinkMessage message{RTM_NEWLINK, fixed};
  message.text(IFLA_IFNAME, name);
  return message;
}

inline NetlinkMessage address(unsigned index, const char* text, std::uint8_t length,
                              std::uint32_t flags = IFA_F_PERMANENT) {
  ifaddrmsg fixed{};
  const bool v4 = boost::asio::ip::make_address(text).is_v4();
  fixed.ifa_family = v4 ? AF_INET : AF_INET6;
  fixed.ifa_prefixlen = length;
  fixed.ifa_index = index;
  NetlinkMessage message{RTM_NEWADDR, fixed};
  message.address(IFA_ADDRESS, text).number(IFA_FLAGS, flags);
  return message;
}

inline rtmsg default_route(std::uint8_t family) {
  rtmsg fixed{};
  fixed.rtm_family = family;
  fixed.rtm_table = RT_TABLE_MAIN;
  fixed.rtm_type = RTN_UNICAST;
  return fixed;
}

inline NetlinkMessage route(std::uint8_t family, unsigned index, std::uint32_t metric = 0) {
  NetlinkMessage message{RTM_NEWROUTE, default_route(family)};
  message.number(RTA_OIF, index).number(RTA_PRIORITY, metric);
  return message;
}

inline Datagram datagram(std::initializer_list<NetlinkMessage> messages) {
  Datagram bytes;
  for (const NetlinkMessage& message : messages) message.append_to(bytes);
  return bytes;
}

inline LocalNetwork network(std::initializer_list<NetlinkMessage> messages) {
  NetlinkTables tables;
  read_dump(datagram(messages), NetlinkMessage::sequence, tables);
  return make_local_network(tables);
}

}  // namespace peeringd::test::reported
