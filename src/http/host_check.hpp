// Checks whether a request is meant for this server. Other sites can make a browser on this host
// send requests to a loopback address: by a host name that resolves to it (DNS rebinding), or by a
// form. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "http/request_parser.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// The hosts that requests may be for.
struct HttpHosts {
  std::vector<std::string> names;  ///< names and addresses, in lower case
  bool guard_loopback = false;     ///< without names: checks requests on guarded connections
};

/// The server's end of a connection.
struct ReachedAt {
  IpAddress address;
  bool guarded = false;  ///< rebinding is possible: only this host can connect, and without TLS
};

/// Returns the 421 for a request whose Host is not ours. `hosts.names`, if given, apply to every
/// connection; otherwise only guarded connections are checked, if `hosts` says so. The loopback's
/// names and addresses and the address that was reached always count as ours, since no other site
/// has such a name.
std::optional<HttpResponse> refuse_host(const ParsedRequest& request, const HttpHosts& hosts,
                                        const ReachedAt& at);

/// Returns the 403 for a request that may change something and comes from a page of another site,
/// according to its Sec-Fetch-Site or Origin.
std::optional<HttpResponse> refuse_origin(const ParsedRequest& request, const HttpHosts& hosts);

/// Returns ` (evil.example)` for the log, or nothing if the host is not fit to be logged.
std::string host_in_brackets(const ParsedRequest& request);

}  // namespace peeringd
