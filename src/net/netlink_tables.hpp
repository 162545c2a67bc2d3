// Converts rtnetlink(7) messages to tables, and tables to a LocalNetwork. Pure. The bytes may be
// truncated or invalid; unreadable parts are skipped.
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

/// What the kernel reported so far, in its own terms.
struct NetlinkTables {
  std::map<unsigned, NetlinkLink> links;
  std::vector<NetlinkAddress> addresses;
  std::vector<NetlinkRoute> default_routes;  ///< live ones of the main table
  std::vector<NetlinkLocalRoute> local_routes;
};

/// The state of a dump after one datagram.
struct DumpProgress {
  bool done = false;
  bool interrupted = false;  ///< the tables changed during the dump: ask again (NLM_F_DUMP_INTR)
  int error = 0;             ///< errno of the kernel's refusal
};

/// Adds the links, addresses and default routes of one datagram to `tables`. Messages with a
/// sequence number other than `sequence` answer another request and are skipped. `datagram` must be
/// aligned to four bytes.
DumpProgress read_dump(std::span<const std::byte> datagram, std::uint32_t sequence,
                       NetlinkTables& tables);

/// Whether a datagram of the multicast groups may change the LocalNetwork. Routes other than
/// default and local ones do not, so that the table of a BGP speaker does not keep us busy.
bool concerns_local_network(std::span<const std::byte> datagram);

/// Resolves interface indexes to names, and sorts everything. Skips addresses and routes of
/// interfaces that are missing from the tables, because they disappeared between two dumps.
LocalNetwork make_local_network(const NetlinkTables& tables);

}  // namespace peeringd
