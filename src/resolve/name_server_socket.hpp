// How a socket to a name server is tied to a source, and where it connects to.
#pragma once

#include <boost/asio/ip/udp.hpp>

#include "base/result.hpp"
#include "model/source.hpp"
#include "resolve/resolv_conf.hpp"

namespace peeringd {

/// What of a Source a question to one name server can carry; see Resolver for the reasons.
struct NameServerTies {
  bool address = false;
  bool interface = false;
  bool mark = false;

  friend bool operator==(const NameServerTies&, const NameServerTies&) = default;
};

NameServerTies ties_to(const IpAddress& server, const Source& source);

/// Ties `socket`, which is not bound yet and of the server's family, to the source. An error says
/// which step failed, as "cannot send from 203.0.113.10: Cannot assign requested address".
Result<void> tie_socket(int socket, const IpAddress& server, const Source& source);

/// Where to connect to, with the scope of a link-local address. Fails when its interface is not
/// there, or is not the one that the source is held to.
Result<boost::asio::ip::udp::endpoint> endpoint_of(const NameServer& server, const Source& source);

}  // namespace peeringd
