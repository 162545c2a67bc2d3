// Decides which addresses a lookup may return. The one rule for everything that names an endpoint's
// address except the configuration: name servers and /etc/hosts. Pure.
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/local_network.hpp"
#include "resolve/resolver.hpp"

namespace peeringd {

/// False for an address that no other host can have: unspecified, loopback, link-local, multicast,
/// broadcast (also of a network of this host), an address of this host, and any IPv4-mapped
/// address, which IPv6 packets cannot reach. Blocked names are answered with such addresses;
/// probing one would measure this host and succeed.
bool may_be_endpoint(const IpAddress& address, const LocalNetwork& network);

/// Removes from `found` what cannot be the endpoint. If nothing remains, the error names what was
/// found, such as "blocked.example resolves only to 0.0.0.0, which cannot be the endpoint (is the
/// name blocked by the DNS server?)".
Result<ResolvedAddresses> endpoint_addresses(const std::string& host, ResolvedAddresses found,
                                             const LocalNetwork& network);

}  // namespace peeringd
