// The routes of all monitored prefixes at one moment, for metrics, the API and the alerts.
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
#include "model/signal.hpp"
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
  SessionShows shows = SessionShows::foreign;
  Presence presence = Presence::unknown;
  std::optional<BgpRoute> route{};     ///< set exactly if present
  std::optional<AsNumber> upstream{};  ///< of the route: next to the origin; none if it is alone
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
  std::vector<RisRoute> routes{};  ///< most peers first, at most max_ris_routes
};

inline constexpr std::size_t max_ris_routes = 20;

/// A difference between the routes of a prefix and its rules, as reported by its event.
struct RouteAnomaly {
  EventKind kind{};  ///< of the event when it began
  std::string network;
  AsNumber as = 0;  ///< the foreign origin or upstream; 0: none
  std::string summary;
  MonotonicTime since{};
  AsPath path{};                  ///< of the first route that shows it; may be empty
  std::size_t bmp_witnesses = 0;  ///< sessions that show it now; 0: those that did are in doubt
  std::size_t ris_witnesses = 0;  ///< different AS of RIS peers that show it now
};

/// The events of one kind since the start.
struct RouteEventCount {
  std::uint64_t count = 0;
  MonotonicTime last{};
};

/// How many RIS peers have the prefix, of those that had it at some time.
struct RouteVisibility {
  std::size_t visible = 0;
  std::size_t known = 0;

  std::optional<double> ratio() const {
    if (known == 0) return std::nullopt;
    return static_cast<double>(visible) / static_cast<double>(known);
  }
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

inline constexpr std::size_t route_signal_count = 8;

inline constexpr Signal signal_of(RouteSignal signal) {
  return static_cast<Signal>(index_of(Signal::route_origin) + static_cast<std::size_t>(signal));
}
static_assert(signal_of(RouteSignal::visibility) == Signal::route_visibility);

struct RouteSignalReading {
  bool applies = false;       ///< the rules of the prefix have what it is compared with
  std::optional<bool> bad{};  ///< none: not known
  bool mild = false;          ///< worth a warning only: the RPKI allows the foreign origin
  std::string note{};         ///< what is bad, or why it is not known
};

struct PrefixRouteReport {
  std::uint32_t connection = 0;              ///< index into the Config
  std::uint32_t prefix = 0;                  ///< within the connection
  std::vector<RouteSessionReport> sessions;  ///< in the order of the rules
  std::optional<std::size_t> active{};       ///< index of the session with the route in use
  std::optional<std::size_t> backup{};       ///< index of the session with the backup route
  std::vector<RouteAnomaly> anomalies;
  std::array<RouteSignalReading, route_signal_count> signals{};  ///< by RouteSignal
  std::map<EventKind, RouteEventCount> events;
  std::optional<RouteVisibility> visibility{};  ///< none: too few RIS peers, or RIS is not used
  std::optional<RisReport> ris{};               ///< none: RIS is not used
};

/// Immutable once published; any thread.
struct RouteReport {
  std::shared_ptr<const Config> config;
  std::vector<PrefixRouteReport> prefixes;
};

struct Snapshot;

/// The reports of the prefixes in the order of Snapshot::prefixes, null for those without rules;
/// empty if `report` is null or has none. The report may be of another configuration: prefixes are
/// compared by connection and label. Any thread.
std::vector<const PrefixRouteReport*> routes_by_prefix(const RouteReport* report,
                                                       const Snapshot& snapshot);

}  // namespace peeringd
