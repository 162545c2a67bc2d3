// The routes of all watched prefixes at one moment, and the sources that report them: for metrics,
// the API and the alerts.
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
};

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
};

/// A router of the BMP station.
struct RouteSourceReport {
  std::string name;
  bool connected = false;
  bool synchronised = false;  ///< the tables of all its watched sessions are known
  std::string system_name{};  ///< as the router calls itself; printable
  std::optional<WallTime> last_message{};
  std::uint64_t connections = 0;  ///< accepted since the start
  std::uint64_t messages = 0;
  std::uint64_t prefixes = 0;  ///< announced or withdrawn, of the configuration or not
  std::map<std::string, std::uint64_t> errors;  ///< by reason
};

/// Immutable once published; any thread.
struct RouteReport {
  std::shared_ptr<const Config> config;
  std::vector<PrefixRouteReport> prefixes;
  std::vector<RouteSourceReport> sources;
  std::uint64_t strangers = 0;  ///< connections to the station from other addresses, refused
};

}  // namespace peeringd
