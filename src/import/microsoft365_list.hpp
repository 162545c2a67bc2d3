// The list of endpoints that Microsoft 365 publishes at endpoints.office.com, and which of them are
// worth a probe. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "yaml/diagnostics.hpp"

namespace peeringd {

/// One record. A text that Microsoft leaves out is empty.
struct EndpointSet {
  std::string id;
  std::vector<std::string> urls;  ///< host names, some with `*` or `<tenant>`
  std::string tcp_ports;          ///< `80,443`, `50000-59999`
  std::string udp_ports;
  std::string category;            ///< Optimize, Allow or Default; may be another one
  bool express_route = false;      ///< on Microsoft's own network
  std::string service_area{};      ///< Exchange, SharePoint, Skype or Common
  std::vector<std::string> ips{};  ///< prefixes
};

struct Microsoft365Options {
  bool allow = false;    ///< also sets of the category Allow
  std::string tenant{};  ///< `contoso` of contoso.sharepoint.com; may be empty
};

/// The sets in `document`, the content of `file`; reports what is no list of sets.
std::vector<EndpointSet> read_endpoint_sets(const boost::json::value& document, std::size_t file,
                                            Diagnostics& diagnostics);

/// Whether the comma-separated ports and ranges in `ports` contain `port`.
bool has_port(std::string_view ports, int port);

/// Whether `host` is `url`, or matches it where `url` begins with `*`. Without case.
bool is_named_by(std::string_view host, std::string_view url);

/// Whether hosts of the set can show a connection: on Microsoft's own network, of a chosen
/// category.
bool is_chosen(const EndpointSet& set, const Microsoft365Options& options);

/// The hosts of a chosen set to probe by TCP and HTTPS: those with port 443 and without a wildcard,
/// or with the tenant's name in its place. In lower case.
std::set<std::string> hosts_of(const EndpointSet& set, const Microsoft365Options& options);

/// Whether the set is the media of Teams, which is probed at the STUN relay: the list names no
/// host.
bool needs_relay(const EndpointSet& set);

/// The STUN server of Teams.
inline constexpr std::string_view teams_relay = "world.tr.teams.microsoft.com";

}  // namespace peeringd
