// The types of probes and their options. A new type adds its options here, its traits to
// model/probe_traits.cpp, its reader to config/ and its prober to probe/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/pattern.hpp"
#include "model/http_request.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// ICMP echo (RFC 792, RFC 4443).
struct IcmpOptions {
  friend bool operator==(const IcmpOptions&, const IcmpOptions&) = default;
};

/// A TCP handshake with the port, ended by a reset.
struct TcpOptions {
  std::uint16_t port = 443;
  friend bool operator==(const TcpOptions&, const TcpOptions&) = default;
};

/// The condition for the body of a response to count as an answer.
struct ExpectedBody {
  enum class How : std::uint8_t {
    exact,     ///< exactly the text
    contains,  ///< the text somewhere in it
    matches,   ///< the pattern somewhere in it
  };
  How how = How::exact;
  std::string text;                ///< set for exact and contains
  std::optional<Pattern> pattern;  ///< set exactly for matches
  friend bool operator==(const ExpectedBody&, const ExpectedBody&) = default;
};

/// An HTTP request on a new connection, with TLS (`https`) or without (`http`).
struct HttpOptions {
  bool tls = true;
  std::uint16_t port = 443;
  std::string path = "/";
  HttpMethod method = HttpMethod::head;     ///< get where a body is expected
  std::vector<int> expect_status;           ///< 200 … 599, rising; empty: any is an answer
  std::optional<ExpectedBody> expect_body;  ///< empty: any
  std::vector<std::string> headers;  ///< further ones, `Name: value`, fit to be sent as they are
  std::string server_name;           ///< for SNI and Host; the endpoint's host unless given
  std::string ca_file;               ///< trusted roots in PEM; empty: the system's
  bool verify = true;                ///< the certificate's chain and name
  HttpVersion version = HttpVersion::automatic;
  bool warm = false;     ///< the next probe in the endpoint's list follows it up
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

  std::string name;  ///< the queried host name, lower case, without final dot
  Record record = Record::a;
  std::optional<IpAddress> server{};  ///< queried instead of the endpoint's host
  std::uint16_t port = 53;
  friend bool operator==(const DnsOptions&, const DnsOptions&) = default;
};

using ProbeOptions = std::variant<IcmpOptions, TcpOptions, StunOptions, HttpOptions, DnsOptions>;

struct ProbeConfig {
  ProbeOptions options;
  Duration interval{};  ///< defaults already applied; 100 ms … 1 h
  Duration timeout{};   ///< 0 < timeout <= interval
  std::string
      label;  ///< value of the `probe` label: `icmp`, `tcp:80`, `https:warm`; unique per endpoint

  friend bool operator==(const ProbeConfig&, const ProbeConfig&) = default;
};

}  // namespace peeringd
