#include "resolve/endpoint_addresses.hpp"

#include <algorithm>
#include <string_view>

namespace peeringd {
namespace {

bool is_broadcast_of(const LocalAddress& local, const IpAddress& address) {
  constexpr int longest_with_broadcast = 30;  // RFC 3021
  if (!local.address.is_v4() || !address.is_v4()) return false;
  if (local.prefix_length < 1 || local.prefix_length > longest_with_broadcast) return false;
  const std::uint32_t host_bits = 0xffffffffU >> local.prefix_length;
  return address.to_v4().to_uint() == (local.address.to_v4().to_uint() | host_bits);
}

// The kind of an address that no endpoint can have; empty if it may be one.
std::string_view kind_of_no_endpoint(const IpAddress& given, const LocalNetwork& network) {
  const IpAddress address = unmapped(given);
  const std::string_view range = unusable_range(address);
  if (!range.empty()) return range;
  if (is_local(network, address)) return "own";
  for (const LocalAddress& local : network.addresses) {
    if (is_broadcast_of(local, address)) return "broadcast";
  }
  return address == given ? "" : "IPv4-mapped";
}

std::string explanation(std::string_view kind, bool from_hosts_file) {
  if (kind == "own") return "it is an address of this host";
  if (kind == "IPv4-mapped") return "it is an IPv4-mapped IPv6 address";
  if (kind == "unspecified" || kind == "loopback") {
    return std::string("is the name blocked ") +
           (from_hosts_file ? "in /etc/hosts?" : "by the DNS server?");
  }
  return "it is a " + std::string(kind) + " address";
}

// "0.0.0.0", "0.0.0.0 and 127.0.0.1", "0.0.0.0, 127.0.0.1 and 7 more".
std::string list_of(const std::vector<IpAddress>& addresses) {
  std::string text = addresses.front().to_string();
  if (addresses.size() == 1) return text;
  const std::string second = addresses[1].to_string();
  if (addresses.size() == 2) return text + " and " + second;
  return text + ", " + second + " and " + std::to_string(addresses.size() - 2) + " more";
}

}  // namespace

bool may_be_endpoint(const IpAddress& address, const LocalNetwork& network) {
  return kind_of_no_endpoint(address, network).empty();
}

Result<ResolvedAddresses> endpoint_addresses(const std::string& host, ResolvedAddresses found,
                                             const LocalNetwork& network) {
  const std::vector<IpAddress> all = found.addresses;
  std::erase_if(found.addresses,
                [&](const IpAddress& address) { return !may_be_endpoint(address, network); });
  if (!found.addresses.empty() || all.empty()) return found;
  return Error{host + " resolves only to " + list_of(all) + ", which cannot be the endpoint (" +
               explanation(kind_of_no_endpoint(all.front(), network), found.from_hosts_file) + ")"};
}

}  // namespace peeringd
