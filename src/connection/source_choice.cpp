#include "connection/source_choice.hpp"

#include <set>
#include <utility>

#include "model/config.hpp"

namespace peeringd {
namespace {

// Service addresses that are announced by BGP live on a loopback or a dummy device and leave by any
// interface: such an address need not be on the interface that the socket is bound to.
bool may_leave_by(const LocalInterface& bound, const LocalAddress& local,
                  const LocalNetwork& network) {
  if (local.interface_index == bound.index) return true;
  const auto* const holder = find_interface(network, local.interface);
  return holder != nullptr && holder->loopback_like;
}

// `bound`: the interface that the prefix names, or null. Who names the source too has chosen both.
bool is_wanted(const PrefixConfig& prefix, const LocalInterface* bound, const LocalAddress& local,
               const LocalNetwork& network) {
  if (prefix.source) return local.address == *prefix.source;
  if (!prefix.prefix->contains(local.address)) return false;
  return bound == nullptr || may_leave_by(*bound, local, network);
}

// The first usable address that is wanted, or else the first that is not usable, to say so.
const LocalAddress* find_address(const PrefixConfig& prefix, const LocalInterface* bound,
                                 const LocalNetwork& network) {
  const LocalAddress* unusable = nullptr;
  for (const LocalAddress& local : network.addresses) {
    if (!is_wanted(prefix, bound, local, network)) continue;
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

// What this host has that would do, were it named.
std::string hint(const PrefixConfig& prefix, const LocalNetwork& network) {
  for (const LocalAddress& local : network.addresses) {
    if (prefix.prefix->contains(local.address)) {
      return "; " + local.address.to_string() + " is on " + local.interface +
             ": to use it, name it with `source`";
    }
  }
  return {};
}

std::string missing_phrase(const PrefixConfig& prefix, const LocalNetwork& network) {
  if (prefix.source) {
    return "the source " + prefix.source->to_string() + " is not an address of this host";
  }
  return "this host has no address in " + prefix.label + interface_phrase(prefix) +
         hint(prefix, network);
}

std::string unusable_phrase(const IpAddress& address, const std::string& interface) {
  return address.to_string() + " is there, but its interface " + interface +
         " is down, or the address is not ready";
}

SourceChoice made_choice(const PrefixConfig& prefix, const LocalInterface* bound,
                         const LocalAddress& local, const IpPrefix& network) {
  SourceChoice choice;
  choice.source = Source{local.address, bound != nullptr ? bound->name : "", prefix.mark,
                         prefix.dscp, bound != nullptr ? bound->index : 0};
  choice.interface = local.interface;
  choice.network = network.to_string();
  choice.outside_prefix = !network.contains(local.address);
  return choice;
}

// A source that no interface has, but a route makes the host's own. None when there is no such
// route.
std::optional<SourceChoice> by_route(const PrefixConfig& prefix, const LocalInterface* bound,
                                     const LocalNetwork& network) {
  if (!prefix.source) return std::nullopt;
  for (const LocalRange& range : network.local_ranges) {
    if (!range.prefix.contains(*prefix.source)) continue;
    SourceChoice choice;
    choice.network = prefix.prefix->to_string();
    if (!range.usable) {
      choice.problem = unusable_phrase(*prefix.source, range.interface);
      return choice;
    }
    const LocalAddress local{*prefix.source, range.prefix.length(), range.interface_index,
                             range.interface, true};
    choice = made_choice(prefix, bound, local, *prefix.prefix);
    choice.source->by_route = true;
    return choice;
  }
  return std::nullopt;
}

// Why nothing can leave by the interface that the prefix names; empty when it can, and where none
// is named.
std::string interface_problem(const PrefixConfig& prefix, const LocalInterface* bound) {
  if (prefix.interface.empty()) return {};
  if (bound == nullptr) return "this host has no interface " + prefix.interface;
  if (!bound->carries_packets) {
    return "the interface " + prefix.interface + " is down or has no carrier";
  }
  return {};
}

}  // namespace

NetworkQuery network_query_for(const Config& config) {
  NetworkQuery query;
  query.default_routes = false;
  std::set<IpAddress> sources;
  for (const ConnectionConfig& connection : config.connections) {
    for (const PrefixConfig& prefix : connection.prefixes) {
      if (prefix.automatic()) query.default_routes = true;
      if (prefix.source) sources.insert(*prefix.source);
    }
  }
  query.sources.assign(sources.begin(), sources.end());
  return query;
}

SourceChoice choose_source(const PrefixConfig& prefix, const LocalNetwork& network) {
  SourceChoice choice;
  if (prefix.automatic()) {
    const auto local = find_automatic(network);
    if (local) {
      return made_choice(prefix, nullptr, *local, IpPrefix(local->address, local->prefix_length));
    }
    choice.problem = "this host has no default route to take its network from";
    return choice;
  }
  choice.network = prefix.prefix->to_string();
  const LocalInterface* const bound =
      prefix.interface.empty() ? nullptr : find_interface(network, prefix.interface);
  choice.problem = interface_problem(prefix, bound);
  if (!choice.problem.empty()) return choice;
  const LocalAddress* const local = find_address(prefix, bound, network);
  if (local == nullptr) {
    if (auto routed = by_route(prefix, bound, network)) return std::move(*routed);
    choice.problem = missing_phrase(prefix, network);
  } else if (!local->usable) {
    choice.problem = unusable_phrase(local->address, local->interface);
  } else {
    return made_choice(prefix, bound, *local, *prefix.prefix);
  }
  return choice;
}

}  // namespace peeringd
