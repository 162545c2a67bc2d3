// Whether a request is meant for this server. A browser on this host can be made to ask a server
// that listens on a loopback address: by a name that its owner lets point there (DNS rebinding), or
// by a form on a page of another site. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "http/message.hpp"
#include "http/request_parser.hpp"
#include "http/setup.hpp"

namespace peeringd {

/// The server's end of a connection.
struct ReachedAt {
  IpAddress address;
  bool guarded = false;  ///< rebinding is to be feared: only this host can connect, and without TLS
};

/// The 421 for a request whose Host is none of ours. Where names are given, they count on every
/// connection; without, only on a guarded one, and only if `hosts` says so. The names and addresses
/// of the loopback, and the address that was reached, count as well: nobody else's name is one.
std::optional<HttpResponse> refuse_host(const ParsedRequest& request, const HttpHosts& hosts,
                                        const ReachedAt& at);

/// The 403 for a request that changes something and comes from a page of another site, by its
/// Sec-Fetch-Site or Origin.
std::optional<HttpResponse> refuse_origin(const ParsedRequest& request, const HttpHosts& hosts);

/// ` (evil.example)` for the log; empty where the host is no name to be repeated.
std::string host_in_brackets(const ParsedRequest& request);

}  // namespace peeringd
