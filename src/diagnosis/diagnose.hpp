// The likely cause of the failure of one prefix or endpoint (this host, the access line, the
// partner, somebody on the path who answers instead of the endpoints, the edge or DNS), and its
// sentence.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diagnosis/evidence.hpp"

namespace peeringd {

enum class LikelyCause : std::uint8_t {
  host,         ///< this host: its configuration, its routes, its firewall
  access_line,  ///< between this host and the partner: cable, modem, PPPoE, the partner's gateway
  partner,      ///< the partner's network, behind the gateway
  edge,         ///< the Microsoft edge
  dns,          ///< the name servers
  other_host,   ///< answers instead of the endpoints
};

/// The names in alerts, indexed by LikelyCause.
inline constexpr std::array<std::string_view, 6> cause_names{
    "this host",   "the access line",
    "the partner", "the edge",
    "DNS",         "a captive portal or a proxy on the path"};

inline constexpr std::string_view name_of(LikelyCause cause) {
  return cause_names[static_cast<std::size_t>(cause)];
}

struct Diagnosis {
  /// The most likely first; at most two. Empty: the cause is not known.
  std::vector<LikelyCause> causes;
  /// With two causes: true if both have failed, false if it is one or the other.
  bool both = false;
  std::string facts;  ///< `isp-b up, carrier up, gateway silent`; empty: nothing is known

  friend bool operator==(const Diagnosis&, const Diagnosis&) = default;
};

/// Follows the path outwards. The first part that is known to be broken is the cause; a part
/// beyond it is a second one only if other prefixes show that it is broken too. Pure. Any thread.
Diagnosis diagnose(const Evidence& evidence);

/// Of an endpoint that is silent to all `prefixes` that are up, while they reach other endpoints.
Diagnosis diagnose_endpoint(std::size_t prefixes);

/// `the access line`, `the access line or the partner`, `the access line and DNS`, `cause not
/// known`.
std::string causes_text(const Diagnosis& diagnosis);

/// `isp-b up, carrier up, gateway silent; likely cause: the access line`.
std::string to_string(const Diagnosis& diagnosis);

}  // namespace peeringd
