// Reads rtnetlink(7) messages, and nothing but messages: from bytes to tables to a LocalNetwork.
// The bytes may be cut short or make no sense; what cannot be read is left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/ip_prefix.hpp"
#include "model/local_network.hpp"
#include "net/netlink_routes.hpp"

namespace peeringd {

struct NetlinkLink {
  std::string name;
  bool carries_packets = false;
  bool loopback_like = false;  ///< as in LocalInterface
  std::vector<std::string> alternative_names;
};

struct NetlinkAddress {
  IpAddress address;
  int prefix_length = 0;
  unsigned interface_index = 0;
  std::uint32_t flags = 0;  ///< IFA_F_*
};

/// What the kernel said so far, in its words.
struct NetlinkTables {
  std::map<unsigned, NetlinkLink> links;
  std::vector<NetlinkAddress> addresses;
  std::vector<NetlinkRoute> default_routes;  ///< live ones of the main table
  std::vector<NetlinkLocalRoute> local_routes;
};

/// How far one datagram brought a dump.
struct DumpProgress {
  bool done = false;
  bool interrupted = false;  ///< the tables changed meanwhile: ask again (NLM_F_DUMP_INTR)
  int error = 0;             ///< an errno value with which the kernel refused
};

/// Adds the links, addresses and default routes of one datagram to `tables`; messages with
/// another sequence number than `sequence` answer somebody else and are passed over. `datagram`
/// begins at an address that is a multiple of four.
DumpProgress read_dump(std::span<const std::byte> datagram, std::uint32_t sequence,
                       NetlinkTables& tables);

/// Whether a datagram of the multicast groups tells of something a LocalNetwork is made of. Routes
/// other than default and local ones are not, or a BGP speaker's table would keep us busy.
bool concerns_local_network(std::span<const std::byte> datagram);

/// Puts names to the indexes and everything in order. Addresses and routes of an interface that
/// is not in the tables are left out: it went away between two dumps.
LocalNetwork make_local_network(const NetlinkTables& tables);

}  // namespace peeringd
