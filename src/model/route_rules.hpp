// The configuration of routes: the sources that report them, and what the routes of a prefix are
// expected to be.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/route.hpp"
#include "model/web_config.hpp"

namespace peeringd {

enum class SessionRole : std::uint8_t { primary, backup };

/// The names in the configuration, in JSON and in the metrics, indexed by SessionRole.
inline constexpr std::array<std::string_view, 2> session_role_names{"primary", "backup"};

inline constexpr std::string_view name_of(SessionRole role) {
  return session_role_names[static_cast<std::size_t>(role)];
}

/// What the routes of a session mean for a prefix of ours.
enum class SessionShows : std::uint8_t {
  foreign,    ///< a table in which only foreign routes matter; absence says nothing
  received,   ///< the prefix is expected in what the peer sends
  announced,  ///< the prefix is expected in what the router sends (RouteView::out)
  local,      ///< the prefix is expected in the router's own table (RouteView::local)
};

/// The names in the configuration and in JSON, indexed by SessionShows.
inline constexpr std::array<std::string_view, 4> session_shows_names{"foreign", "received",
                                                                     "announced", "local"};

inline constexpr std::string_view name_of(SessionShows shows) {
  return session_shows_names[static_cast<std::size_t>(shows)];
}

/// One place where the route of a prefix is looked for.
struct RouteSession {
  std::string router;             ///< BmpRouter::name
  std::optional<IpAddress> peer;  ///< none exactly if `shows` is local
  SessionRole role = SessionRole::primary;
  SessionShows shows = SessionShows::foreign;

  friend bool operator==(const RouteSession&, const RouteSession&) = default;
};

/// What the routes of a prefix are expected to be.
struct RouteRules {
  std::vector<AsNumber> origins;         ///< who may originate it; empty: routes are not evaluated
  std::vector<AsNumber> upstreams;       ///< who may stand next to the origin; empty: anybody
  std::vector<IpPrefix> more_specifics;  ///< expected more-specifics; inside the prefix
  std::optional<Community> community;    ///< expected on sessions that show `announced`
  std::vector<RouteSession> sessions;    ///< no two of the same router, peer and view

  bool off() const { return origins.empty(); }
  friend bool operator==(const RouteRules&, const RouteRules&) = default;
};

/// A router that may connect to the BMP station.
struct BmpRouter {
  std::string name;  ///< [A-Za-z0-9_.-]{1,63}, unique
  IpAddress address;
  RouteView view = RouteView::pre_policy;  ///< of received routes: pre_policy or post_policy

  friend bool operator==(const BmpRouter&, const BmpRouter&) = default;
};

struct BmpConfig {
  std::vector<ListenAddress> listen;  ///< never empty
  std::vector<BmpRouter> routers;     ///< never empty; no address twice

  friend bool operator==(const BmpConfig&, const BmpConfig&) = default;
};

/// An RPKI-to-Router cache (RFC 8210).
struct RtrCache {
  std::string host;  ///< a name or an address
  std::uint16_t port = 323;

  friend bool operator==(const RtrCache&, const RtrCache&) = default;
};

/// RIPE RIS Live. `host` to `path` are other than the default in tests only.
struct RisConfig {
  std::string client;           ///< identifies us to RIPE; [A-Za-z0-9_.-]{1,63}
  std::uint32_t min_peers = 3;  ///< RIS peers with different AS that make a foreign route an event
  std::string host = "ris-live.ripe.net";
  std::uint16_t port = 443;
  std::string path = "/v1/ws/";
  std::string ca_file{};  ///< PEM; empty: the system's

  friend bool operator==(const RisConfig&, const RisConfig&) = default;
};

struct RouteSources {
  std::optional<BmpConfig> bmp;
  std::vector<RtrCache> rpki;  ///< the first that works; empty: none
  std::optional<RisConfig> ris;

  bool off() const { return !bmp && rpki.empty() && !ris; }
  friend bool operator==(const RouteSources&, const RouteSources&) = default;
};

}  // namespace peeringd
