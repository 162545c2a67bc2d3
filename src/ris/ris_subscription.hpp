// The requests to RIS Live as JSON texts. Pure. Any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/ip_prefix.hpp"

namespace peeringd {

/// Subscribes to the UPDATEs of `prefixes`, with their more-specifics if `more_specific`, in as few
/// texts as possible. Each text has at most 2000 prefixes, and may exceed 16 KiB. The server is
/// asked to acknowledge.
std::vector<std::string> ris_subscriptions(std::span<const IpPrefix> prefixes, bool more_specific);

/// Subscribes to the changes of all RIS peers' sessions. They show that a peer's routes have
/// become unknown.
std::string ris_peer_state_subscription();

std::string ris_ping();

/// Beacons of RIS, which are announced and withdrawn every two hours
/// (https://ris.ripe.net/docs/routing-beacons): they prove that data arrives, while a prefix of
/// ours may be quiet for months.
std::vector<IpPrefix> ris_beacons();

/// The members of `all` that are not in `removed`. Both may be in any order, and large.
std::vector<IpPrefix> difference(std::vector<IpPrefix> all, std::vector<IpPrefix> removed);

}  // namespace peeringd
