#include "http/host_check.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cctype>
#include <string_view>

#include "base/text.hpp"

namespace peeringd {
namespace {

struct HostAndPort {
  std::string host;  // in lower case, without brackets and a final dot
  std::string port;  // empty: not given
};

// `name`, `name:port`, `[address]:port` (RFC 3986 section 3.2.2).
HostAndPort split_authority(std::string_view text) {
  HostAndPort parts;
  const bool brackets = text.starts_with('[') && text.find(']') != std::string_view::npos;
  const auto end = brackets ? text.find(']') : text.find(':');
  parts.host = lower_case(text.substr(brackets ? 1 : 0, brackets ? end - 1 : end));
  const auto colon = text.find(':', brackets ? end : 0);
  if (colon != std::string_view::npos) parts.port = text.substr(colon + 1);
  if (!brackets && parts.host.size() > 1 && parts.host.ends_with('.')) parts.host.pop_back();
  return parts;
}

// RFC 9112 section 3.2.2: a host in the target takes precedence over Host.
const std::string& authority_of(const ParsedRequest& request) {
  return request.authority.empty() ? request.host : request.authority;
}

bool is_loopback_name(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "localhost.localdomain" ||
         host == "ip6-localhost" || host == "ip6-loopback";
}

bool is_named(const HttpHosts& hosts, const std::string& host) {
  return std::find(hosts.names.begin(), hosts.names.end(), host) != hosts.names.end();
}

bool is_ours(const std::string& host, const HttpHosts& hosts, const ReachedAt& at) {
  if (is_loopback_name(host) || is_named(hosts, host)) return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error) return false;
  return address.is_loopback() || address == at.address || is_named(hosts, address.to_string());
}

// The default port of the scheme, if an origin has none.
std::string_view port_of(const HostAndPort& parts, std::string_view scheme) {
  if (!parts.port.empty()) return parts.port;
  return scheme == "https" ? "443" : "80";
}

bool is_own_origin(const ParsedRequest& request, const HttpHosts& hosts) {
  const std::string_view origin = request.origin;
  const auto scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos) return false;  // `null`
  const std::string_view scheme = origin.substr(0, scheme_end);
  const HostAndPort theirs = split_authority(origin.substr(scheme_end + 3));
  const HostAndPort ours = split_authority(authority_of(request));
  if (is_named(hosts, theirs.host)) return true;  // a proxy may have changed Host
  return theirs.host == ours.host && port_of(theirs, scheme) == port_of(ours, scheme);
}

}  // namespace

std::optional<HttpResponse> refuse_host(const ParsedRequest& request, const HttpHosts& hosts,
                                        const ReachedAt& at) {
  const bool enforced = !hosts.names.empty() || (hosts.guard_loopback && at.guarded);
  if (!enforced) return std::nullopt;
  const std::string& authority = authority_of(request);
  if (authority.empty() && request.http_1_0) return std::nullopt;  // no browser
  if (is_ours(split_authority(authority).host, hosts, at)) return std::nullopt;
  return plain_text(421,
                    "This request is for another host. web.hosts in the configuration lists the "
                    "accepted names.\n");
}

std::optional<HttpResponse> refuse_origin(const ParsedRequest& request, const HttpHosts& hosts) {
  const std::string& method = request.request.method;
  if (method == "GET" || method == "HEAD") return std::nullopt;
  const bool foreign = request.fetch_site == "cross-site" ||
                       (!request.origin.empty() && !is_own_origin(request, hosts));
  if (!foreign) return std::nullopt;
  return plain_text(403,
                    "This request comes from a page of another site, which may not change anything "
                    "here. web.hosts in the configuration lists the names of this site.\n");
}

std::string host_in_brackets(const ParsedRequest& request) {
  const std::string& host = authority_of(request);
  const bool plain = std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return c < 0x80 &&
           (std::isalnum(c) != 0 ||
            std::string_view(".-_:[]").find(static_cast<char>(c)) != std::string_view::npos);
  });
  constexpr std::size_t longest = 255;
  if (!plain || host.empty() || host.size() > longest) return "";
  return " (" + host + ")";
}

}  // namespace peeringd
