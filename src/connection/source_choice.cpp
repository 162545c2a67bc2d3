#include "connection/source_choice.hpp"

namespace peeringd {
namespace {

bool on_wanted_interface(const PrefixConfig& prefix, const LocalAddress& address) {
  return prefix.interface.empty() || prefix.interface == address.interface;
}

// Loopback interfaces hold service addresses that are announced by BGP and leave by any interface:
// the address need not be on the interface that the socket is bound to.
bool fits_interface(const PrefixConfig& prefix, const LocalAddress& address) {
  return on_wanted_interface(prefix, address) || address.interface == "lo";
}

bool wanted(const PrefixConfig& prefix, const LocalAddress& local) {
  if (!fits_interface(prefix, local)) return false;
  return prefix.source ? local.address == *prefix.source : prefix.prefix->contains(local.address);
}

// The first usable address that is wanted, or else the first that is not usable, to say so.
const LocalAddress* find_address(const PrefixConfig& prefix, const LocalNetwork& network) {
  const LocalAddress* unusable = nullptr;
  for (const LocalAddress& local : network.addresses) {
    if (!wanted(prefix, local)) continue;
    if (local.usable) return &local;
    if (unusable == nullptr) unusable = &local;
  }
  return unusable;
}

std::optional<LocalAddress> find_automatic(const LocalNetwork& network) {
  auto address = default_route_address(network, Family::ipv4);
  return address ? address : default_route_address(network, Family::ipv6);
}

std::string interface_phrase(const PrefixConfig& prefix) {
  return prefix.interface.empty() ? "" : " on interface " + prefix.interface;
}

std::string missing_phrase(const PrefixConfig& prefix) {
  if (prefix.source) {
    return "the source " + prefix.source->to_string() + " is not an address of this host" +
           interface_phrase(prefix);
  }
  return "this host has no address in " + prefix.label + interface_phrase(prefix);
}

SourceChoice made_choice(const PrefixConfig& prefix, const LocalAddress& local,
                         const IpPrefix& network) {
  SourceChoice choice;
  choice.source = Source{local.address, prefix.interface, prefix.mark, prefix.dscp};
  if (prefix.interface == local.interface) choice.source->interface_index = local.interface_index;
  choice.interface = local.interface;
  choice.network = network.to_string();
  choice.outside_prefix = !network.contains(local.address);
  return choice;
}

}  // namespace

DefaultRoutes default_routes_for(const Config& config) {
  for (const ConnectionConfig& connection : config.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) {
      if (prefix.automatic()) return DefaultRoutes::listed;
    }
  }
  return DefaultRoutes::left_out;
}

SourceChoice choose_source(const PrefixConfig& prefix, const LocalNetwork& network) {
  SourceChoice choice;
  if (prefix.automatic()) {
    const auto local = find_automatic(network);
    if (local) return made_choice(prefix, *local, IpPrefix(local->address, local->prefix_length));
    choice.problem = "this host has no default route to take its network from";
    return choice;
  }
  choice.network = prefix.prefix->to_string();
  const LocalAddress* local = find_address(prefix, network);
  if (local == nullptr) {
    choice.problem = missing_phrase(prefix);
  } else if (!local->usable) {
    choice.problem = local->address.to_string() + " is there, but its interface " +
                     local->interface + " is down, or the address is not ready";
  } else {
    return made_choice(prefix, *local, *prefix.prefix);
  }
  return choice;
}

}  // namespace peeringd
