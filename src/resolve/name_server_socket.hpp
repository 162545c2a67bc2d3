// Binds a socket for a name server to a source, and finds where to connect it.
#pragma once

#include <boost/asio/ip/udp.hpp>

#include "base/result.hpp"
#include "model/source.hpp"
#include "resolve/resolv_conf.hpp"

namespace peeringd {

/// The parts of a Source that apply to a name server; see Resolver for the reasons.
struct NameServerTies {
  bool address = false;
  bool interface = false;
  bool mark = false;

  friend bool operator==(const NameServerTies&, const NameServerTies&) = default;
};

NameServerTies ties_to(const IpAddress& server, const Source& source);

/// Applies the source to `socket`, which must be unbound and of the server's family. An error says
/// which step failed, such as "cannot send from 203.0.113.10: Cannot assign requested address".
Result<void> tie_socket(int socket, const IpAddress& server, const Source& source);

/// Where to connect, with the scope of a link-local address. Fails if its interface is missing, or
/// is not the source's.
Result<boost::asio::ip::udp::endpoint> endpoint_of(const NameServer& server, const Source& source);

}  // namespace peeringd
