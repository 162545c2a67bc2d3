// Which addresses a look-up may yield: the one rule for whatever names an endpoint's address other
// than the configuration itself, be it a name server or /etc/hosts. Pure.
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/local_network.hpp"
#include "resolve/resolver.hpp"

namespace peeringd {

/// False for an address that no other host can have: unspecified, loopback, link-local, multicast
/// or broadcast (also that of a network of this host), an address of this host itself, and any
/// IPv4-mapped one: packets of IPv6 do not get there. A blocked name is answered like that; probing
/// it would measure this host and pass.
bool may_be_endpoint(const IpAddress& address, const LocalNetwork& network);

/// Leaves out of `found` what cannot be the endpoint. Where nothing is left, the error names what
/// was found, as "blocked.example resolves only to 0.0.0.0, which cannot be the endpoint (is the
/// name blocked by the DNS server?)".
Result<ResolvedAddresses> endpoint_addresses(const std::string& host, ResolvedAddresses found,
                                             const LocalNetwork& network);

}  // namespace peeringd
