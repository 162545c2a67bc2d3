// The validated configuration: what load_config() makes of the YAML files. No YAML type is seen
// outside this folder, and nothing but load_config() makes one, so whoever holds a Config may rely
// on what is documented here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/pattern.hpp"
#include "config/alert_config.hpp"
#include "net/ip_prefix.hpp"

namespace peeringd {

/// One address of the HTTP endpoint. Port 0 lets the kernel choose (tests).
struct ListenAddress {
  IpAddress address;
  std::uint16_t port = 8075;
};

/// TLS of the HTTP endpoint. The files are there; what is in them the server finds out.
struct WebTls {
  enum class Version : std::uint8_t { tls12, tls13 };

  std::string cert_file;       ///< PEM: the certificate, and behind it those up to the root
  std::string key_file;        ///< PEM, without a passphrase
  std::string client_ca_file;  ///< PEM; clients need a certificate by one of these; empty: none
  Version min_version = Version::tls12;
};

struct WebConfig {
  std::vector<ListenAddress> listen;  ///< never empty
  std::vector<std::string> hosts;     ///< accepted in Host, in lower case; empty: not given
  std::optional<WebTls> tls;
  std::map<std::string, std::string> basic_auth_users;  ///< bcrypt hashes by name; empty: open
  bool allow_reload = false;  ///< POST to `/-/reload` has the files read again
};

/// ICMP echo (RFC 792, RFC 4443).
struct IcmpOptions {
  friend bool operator==(const IcmpOptions&, const IcmpOptions&) = default;
};

/// A TCP handshake with the port, ended by a reset.
struct TcpOptions {
  std::uint16_t port = 443;
  friend bool operator==(const TcpOptions&, const TcpOptions&) = default;
};

/// What the body of a response has to be for the response to be an answer.
struct ExpectedBody {
  enum class How : std::uint8_t {
    exact,     ///< the text, and nothing else
    contains,  ///< the text somewhere in it
    matches,   ///< the pattern somewhere in it
  };
  How how = How::exact;
  std::string text;                ///< of exact and contains
  std::optional<Pattern> pattern;  ///< of matches, and there always set
  friend bool operator==(const ExpectedBody&, const ExpectedBody&) = default;
};

/// An HTTP request on a new connection, with TLS (`https`) or without (`http`).
struct HttpOptions {
  enum class Method : std::uint8_t { head, get };
  enum class Version : std::uint8_t {
    automatic,  ///< what the server chooses of HTTP/2 and 1.1; without TLS 1.1
    http1,      ///< 1.1
    http2,      ///< 2, or the probe is lost
  };

  bool tls = true;
  std::uint16_t port = 443;
  std::string path = "/";
  Method method = Method::head;             ///< get where a body is expected
  std::vector<int> expect_status;           ///< 200 … 599, rising; empty: any is an answer
  std::optional<ExpectedBody> expect_body;  ///< empty: any
  std::vector<std::string> headers;  ///< further ones, `Name: value`, fit to be sent as they are
  std::string server_name;           ///< for SNI and Host; the endpoint's host unless given
  std::string ca_file;               ///< trusted roots in PEM; empty: the system's
  bool verify = true;                ///< the certificate's chain and name
  /// Which trusted certificates these are: identity_of_trust_files() when the configuration was
  /// read.
  std::uint64_t trust_identity = 0;
  Version version = Version::automatic;
  bool warm = false;     ///< the probe behind this one in the endpoint's list follows it up
  bool follows = false;  ///< it is that one: a second request on the connection of the one before,
                         ///< sent when that one has been answered
  friend bool operator==(const HttpOptions&, const HttpOptions&) = default;
};

/// A STUN Binding request over UDP (RFC 8489).
struct StunOptions {
  std::uint16_t port = 3478;
  std::uint32_t count = 1;                           ///< probes at each tick, …
  Duration spacing = std::chrono::milliseconds{20};  ///< … so far apart, together shorter than the
                                                     ///< interval
  friend bool operator==(const StunOptions&, const StunOptions&) = default;
};

/// A DNS query over UDP (RFC 1035).
struct DnsOptions {
  enum class Record : std::uint16_t { a = 1, aaaa = 28 };  ///< as in the query

  std::string name;  ///< what is asked for: a host name, lower case, no final dot
  Record record = Record::a;
  std::optional<IpAddress> server{};  ///< who is asked instead of the endpoint's host
  std::uint16_t port = 53;
  friend bool operator==(const DnsOptions&, const DnsOptions&) = default;
};

/// A new type of probe adds its options here, its reader to config/probe_options.cpp and its file
/// to src/probe.
using ProbeOptions = std::variant<IcmpOptions, TcpOptions, StunOptions, HttpOptions, DnsOptions>;

/// Whether a probe of this type has no time of its own but follows up the one before it.
inline bool follows_another(const ProbeOptions& options) {
  const auto* const http = std::get_if<HttpOptions>(&options);
  return http != nullptr && http->follows;
}

/// How many probes of this type are sent at each tick.
inline std::uint32_t burst_of(const ProbeOptions& options) {
  const auto* const stun = std::get_if<StunOptions>(&options);
  return stun == nullptr ? 1 : stun->count;
}

struct ProbeConfig {
  ProbeOptions options;
  Duration interval{};  ///< defaults already applied; 100 ms … 1 h
  Duration timeout{};   ///< 0 < timeout <= interval
  std::string
      label;  ///< value of the `probe` label: `icmp`, `tcp:80`, `https:warm`; unique per endpoint

  friend bool operator==(const ProbeConfig&, const ProbeConfig&) = default;
};

/// A Microsoft edge endpoint.
struct EndpointConfig {
  std::string name;                  ///< [A-Za-z0-9_.-]{1,63}, unique; `egress:…` if egress_only
  std::string host;                  ///< a host name, or the text of an address
  std::optional<IpAddress> address;  ///< set when `host` is an address
  std::vector<ProbeConfig> probes;   ///< never empty
  /// Made of `egress.via`: it tells where the traffic leaves, and nothing of the Microsoft edge.
  bool egress_only = false;
  AlertOverrides alerts{};  ///< of the paths to it, on top of the prefix's
};

/// A prefix behind a connection, and how to send from it. `auto` has neither source nor
/// interface: the default route decides both.
struct PrefixConfig {
  /// As in the `prefix` label: the canonical prefix, or `auto`.
  std::string label;
  /// Empty for `auto`: the network of the address that the host's default route uses, found anew
  /// whenever the host's addresses change.
  std::optional<IpPrefix> prefix;
  std::optional<IpAddress> source;  ///< of the prefix's family; may lie outside it (NAT)
  std::string interface;            ///< empty: the routing table decides
  std::optional<std::uint32_t> mark;
  std::uint8_t dscp = 0;  ///< 0…63
  AlertConfig alerts{};   ///< the defaults, the connection's and its own, in one

  bool automatic() const { return !prefix.has_value(); }
};

struct Location {
  std::string country;  ///< ISO 3166-1 alpha-2, upper case
  std::string state;    ///< USPS code in the United States, else as written; may be empty there
  std::string city;     ///< may be empty
  std::optional<double> latitude;   ///< degrees, -90 … 90; set exactly when longitude is
  std::optional<double> longitude;  ///< degrees, -180 … 180
};

/// A Peering Service connection: the unit of telemetry.
struct ConnectionConfig {
  std::string name;  ///< [A-Za-z0-9_.-]{1,63}, unique
  std::string partner;
  Location location;
  std::vector<PrefixConfig> prefixes;  ///< never empty; none overlaps one of another connection
  std::vector<std::size_t> endpoints;  ///< indexes into Config::endpoints; never empty, no repeats
  std::map<std::string, std::string> labels;  ///< for peering_connection_info; no reserved name
  /// Connections of one group stand in for one another; [A-Za-z0-9_.-]{1,63}, empty: of none.
  std::string redundancy_group{};
};

struct Config {
  WebConfig web;
  Duration window{};  ///< what quantiles, loss and jitter are taken over; >= interval
  std::vector<Duration> rtt_buckets;  ///< upper bounds of the histogram, rising, never empty
  std::vector<EndpointConfig> endpoints;
  std::vector<ConnectionConfig> connections;  ///< never empty
};

}  // namespace peeringd
