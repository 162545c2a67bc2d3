// BGP routes, and what the sources of routes (BMP, RIS Live) report about them. The parsers create
// these values; routes/observe evaluates them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "model/ip_prefix.hpp"

namespace peeringd {

using AsNumber = std::uint32_t;

/// An AS path, nearest AS first, without confederation segments (RFC 5065).
struct AsPath {
  std::vector<AsNumber> sequence;  ///< the numbers of all AS_SEQUENCEs, prepends included
  std::vector<AsNumber> set;       ///< the members of the last AS_SET; usually empty
  bool ends_in_set = false;        ///< the last segment is an AS_SET: the origin is ambiguous

  friend bool operator==(const AsPath&, const AsPath&) = default;
};

/// A community as one number: the AS in the upper 16 bits (RFC 1997).
using Community = std::uint32_t;

struct BgpRoute {
  AsPath path;
  std::optional<AsNumber> origin;            ///< none: the path ends in an AS_SET (RFC 6811)
  std::vector<Community> communities{};      ///< as sent
  std::optional<AsNumber> only_to_customer;  ///< OTC (RFC 9234)

  friend bool operator==(const BgpRoute&, const BgpRoute&) = default;
};

/// The peer withdrew the route.
struct RouteWithdrawal {
  /// The router has the route but does not use it: the router's own AS is in the path.
  bool looped = false;

  friend bool operator==(const RouteWithdrawal&, const RouteWithdrawal&) = default;
};

/// The peer changed the route in a way that cannot be read (RFC 7606).
struct UnreadableRoute {
  friend bool operator==(const UnreadableRoute&, const UnreadableRoute&) = default;
};

enum class RouteSource : std::uint8_t { bmp, ris };

/// Which table of a router a route is in. RIS peers have pre_policy only.
enum class RouteView : std::uint8_t {
  pre_policy,   ///< Adj-RIB-In as received (RFC 7854)
  post_policy,  ///< Adj-RIB-In after the import policy
  out,          ///< Adj-RIB-Out: what the router announces (RFC 8671)
  local,        ///< Loc-RIB: the routes in use (RFC 9069)
};

/// Where a route was seen: one table of one BGP session.
struct Vantage {
  RouteSource source = RouteSource::bmp;
  std::string router{};  ///< BmpRouter::name; for RIS the collector, such as `rrc00`
  IpAddress peer{};      ///< the other end of the session; unspecified for `local`
  RouteView view = RouteView::pre_policy;

  friend bool operator==(const Vantage&, const Vantage&) = default;
  friend bool operator<(const Vantage& a, const Vantage& b) {  // Asio's address has no <=>
    return std::tie(a.source, a.router, a.peer, a.view) <
           std::tie(b.source, b.router, b.peer, b.view);
  }
};

/// One route of one peer, at the moment of the message.
struct RouteObservation {
  Vantage at;
  AsNumber peer_as = 0;  ///< 0: not known
  IpPrefix network{};
  std::uint32_t path_id = 0;  ///< RFC 7911; 0: none
  std::variant<BgpRoute, RouteWithdrawal, UnreadableRoute> what;
};

/// A change of a BGP session as its source reports it.
struct SessionChange {
  enum class What : std::uint8_t {
    up,            ///< the session is established; its table follows
    down,          ///< the session ended, and with it all its routes
    lost,          ///< nothing is known of it any more
    synchronised,  ///< End-of-RIB: the table of `family` is complete
    receiving,     ///< routes of `family` arrive, though none of a configured prefix
    incomplete,    ///< the table of `family` may be incomplete, as after a malformed message
  };

  Vantage at;
  AsNumber peer_as = 0;
  What what = What::up;
  std::optional<Family> family{};  ///< synchronised, receiving, incomplete; none: both
};

/// A source connected, or disconnected: then all its sessions are unknown.
struct SourceChange {
  RouteSource source = RouteSource::bmp;
  std::string router{};  ///< BmpRouter::name; empty for RIS: all collectors
  bool connected = false;
};

}  // namespace peeringd
