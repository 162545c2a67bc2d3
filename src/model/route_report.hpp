// The routes of all watched prefixes at one moment, for metrics, the API and the alerts.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/event.hpp"
#include "model/route_rules.hpp"
#include "model/vrp.hpp"

namespace peeringd {

struct Config;

enum class Presence : std::uint8_t { unknown, absent, present };

/// The names, indexed by Presence: the member `state` of the API.
inline constexpr std::array<std::string_view, 3> presence_names{"unknown", "absent", "present"};

inline constexpr std::string_view name_of(Presence presence) {
  return presence_names[static_cast<std::size_t>(presence)];
}

struct RouteSessionReport {
  Vantage at;
  SessionRole role = SessionRole::primary;
  SessionShows shows = SessionShows::watch;
  Presence presence = Presence::unknown;
  std::optional<BgpRoute> route{};  ///< set exactly if present
  RpkiState rpki = RpkiState::unknown;
  /// The router withdraws routes that it has not announced, and announces none, so nothing is known
  /// of them: FRR without `soft-reconfiguration inbound`.
  bool only_withdraws = false;
  AsNumber peer_as = 0;              ///< 0: not known
  std::optional<bool> session_up{};  ///< none: no source has reported the BGP session
  /// When the present route was announced, or the BGP session ended. None: not known.
  std::optional<MonotonicTime> since{};
};

/// The routes of one network and origin, as RIS peers report them.
struct RisRoute {
  std::string network;               ///< the prefix, or a more-specific
  std::optional<AsNumber> origin{};  ///< none: the path ends in an AS_SET
  std::size_t peers = 0;             ///< that have it now
  AsPath path{};                     ///< of one of them
  RpkiState rpki = RpkiState::unknown;
};

/// What RIS Live shows of a prefix.
struct RisReport {
  bool current = false;            ///< the stream is connected and not late; else nothing is known
  std::size_t known = 0;           ///< peers that have had a route of the prefix
  std::size_t visible = 0;         ///< peers that have one now
  std::vector<RisRoute> routes{};  ///< most peers first, at most most_ris_routes
};

inline constexpr std::size_t most_ris_routes = 20;

/// A bad state, as its event named it.
struct RouteFault {
  EventKind kind{};  ///< of the event when it began
  std::string network;
  AsNumber as = 0;  ///< the foreign origin or upstream; 0: none
  std::string summary;
  MonotonicTime since{};
};

/// A state of the routes of a prefix that alerts evaluate.
enum class RouteSignal : std::uint8_t {
  origin,
  backup_origin,
  more_specific,
  withdrawn,         ///< no primary session has the prefix
  backup_withdrawn,  ///< no backup session has the prefix
  upstream,
  rpki_invalid,
  visibility,
};

/// The names, indexed by RouteSignal.
inline constexpr std::array<std::string_view, 8> route_signal_names{
    "route_origin",           "route_backup_origin", "route_more_specific", "route_withdrawn",
    "route_backup_withdrawn", "route_upstream",      "route_rpki_invalid",  "route_visibility"};

struct RouteSignalReading {
  bool applies = false;       ///< the rules of the prefix have what it is compared with
  std::optional<bool> bad{};  ///< none: not known
  std::string note{};         ///< what is bad, or why it is not known
};

struct PrefixRouteReport {
  std::uint32_t connection = 0;              ///< index into the Config
  std::uint32_t prefix = 0;                  ///< within the connection
  std::vector<RouteSessionReport> sessions;  ///< in the order of the rules
  std::optional<std::size_t> active{};       ///< index of the session with the route in use
  std::optional<std::size_t> backup{};       ///< index of the session with the backup route
  std::vector<RouteFault> faults;
  std::array<RouteSignalReading, route_signal_names.size()> signals{};  ///< by RouteSignal
  std::map<EventKind, std::uint64_t> events;                            ///< number since the start
  std::optional<RisReport> ris{};                                       ///< none: RIS is not used
};

/// Immutable once published; any thread.
struct RouteReport {
  std::shared_ptr<const Config> config;
  std::vector<PrefixRouteReport> prefixes;
};

}  // namespace peeringd
