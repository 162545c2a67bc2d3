#include "model/local_network.hpp"

#include <algorithm>

namespace peeringd {
namespace {

bool reaches_beyond_the_link(const IpAddress& address) {
  if (address.is_loopback() || address.is_multicast() || address.is_unspecified()) return false;
  if (address.is_v6()) return !address.to_v6().is_link_local();
  return (address.to_v4().to_uint() >> 16) != 0xa9fe;  // 169.254.0.0/16, RFC 3927
}

bool serves(const LocalAddress& address, const DefaultRoute& route) {
  if (!address.usable) return false;
  if (route.preferred_source) return address.address == *route.preferred_source;
  return address.interface_index == route.interface_index &&
         family_of(address.address) == route.family && reaches_beyond_the_link(address.address);
}

}  // namespace

const LocalInterface* find_interface(const LocalNetwork& network, std::string_view name) {
  const auto found = std::ranges::find_if(network.interfaces, [name](const auto& interface) {
    return interface.name == name || std::ranges::count(interface.alternative_names, name) > 0;
  });
  return found == network.interfaces.end() ? nullptr : &*found;
}

bool is_local(const LocalNetwork& network, const IpAddress& address) {
  return std::ranges::any_of(network.addresses,
                             [&](const auto& local) { return local.address == address; }) ||
         std::ranges::any_of(network.local_ranges,
                             [&](const auto& range) { return range.prefix.contains(address); });
}

std::optional<LocalAddress> default_route_address(const LocalNetwork& network, Family family) {
  std::vector<DefaultRoute> routes = network.default_routes;
  std::erase_if(routes, [family](const DefaultRoute& route) { return route.family != family; });
  std::ranges::stable_sort(routes, {}, &DefaultRoute::metric);
  for (const DefaultRoute& route : routes) {
    const auto found = std::ranges::find_if(
        network.addresses,
        [&route](const LocalAddress& address) { return serves(address, route); });
    if (found != network.addresses.end()) return *found;
  }
  return std::nullopt;
}

}  // namespace peeringd
