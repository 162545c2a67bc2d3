// What is known of the routes of the monitored prefixes: state by prefix and vantage, never a count
// of messages, so that the end of each anomaly is noticed too. routes/apply changes it, and
// routes/observe derives events from it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "model/route.hpp"
#include "model/route_report.hpp"
#include "routes/rpki_validation.hpp"

namespace peeringd {

/// What is known of the table of one family of a session.
struct FamilyTable {
  bool complete = false;      ///< the whole table has been received since the session came up
  MonotonicTime ended_at{};   ///< End-of-RIB, if complete
  bool settled = false;       ///< absence from a complete table counts: see settle_tables()
  bool has_gaps = false;      ///< a part could not be read, so absence is unknown
  bool begun = false;         ///< a route of the family has arrived since the session came up
  MonotonicTime active_at{};  ///< the last route, or when the session came up
};

struct SessionState {
  enum class Link : std::uint8_t {
    unknown,  ///< nothing is known of the session
    up,
    down,  ///< the session ended: it has no routes
  };

  Link link = Link::unknown;
  AsNumber peer_as = 0;
  MonotonicTime since{};                ///< of `link`
  std::array<FamilyTable, 2> tables{};  ///< by Family
  /// Up after it was down, so it had no routes when it came up: absence stays known.
  bool began_empty = false;
  bool announced = false;  ///< a route of a monitored prefix was ever announced
  /// Routes were withdrawn that had not been announced. Without any announcement the router does
  /// not show announcements before policy (FRR without soft-reconfiguration inbound).
  bool withdrew_unannounced = false;

  bool only_withdraws() const { return withdrew_unannounced && !announced; }
};

struct RouteKey {
  Vantage at;
  IpPrefix network;
  std::uint32_t path_id = 0;

  friend bool operator<(const RouteKey& a, const RouteKey& b) {
    return std::make_tuple(std::cref(a.at), a.network.network(), a.network.length(), a.path_id) <
           std::make_tuple(std::cref(b.at), b.network.network(), b.network.length(), b.path_id);
  }
};

struct RouteEntry {
  std::variant<BgpRoute, UnreadableRoute> what;
  MonotonicTime since{};  ///< when `what` was announced
  bool stale = false;     ///< from before the connection was lost, not confirmed since
  /// The route was withdrawn, which counts from this time on: a router that stops withdraws
  /// everything before it closes the connection.
  std::optional<MonotonicTime> withdrawn_at{};
};

/// A route in use, as it was last reported.
struct KnownPath {
  Vantage at;
  AsPath path;

  friend bool operator==(const KnownPath&, const KnownPath&) = default;
};

struct ReportedPath {
  std::optional<KnownPath> reported;
  std::optional<MonotonicTime> changed_at;  ///< the last change; not set by the first report
};

/// The states of a prefix that are bad, each with its own event and its end.
enum class AnomalyKind : std::uint8_t {
  origin,
  backup_origin,
  more_specific,
  upstream,
  rpki_invalid,
  requirement,
  visibility,
};

inline constexpr std::size_t index_of(AnomalyKind kind) {
  return static_cast<std::size_t>(kind);
}

/// One anomaly: two foreign origins at the same time are two.
struct AnomalyKey {
  AnomalyKind anomaly{};
  IpPrefix network{};
  AsNumber as = 0;       ///< the foreign origin or upstream; 0: none
  std::string detail{};  ///< of `requirement`: which one

  friend bool operator<(const AnomalyKey& a, const AnomalyKey& b) {
    return std::make_tuple(a.anomaly, a.network.network(), a.network.length(), a.as,
                           std::cref(a.detail)) < std::make_tuple(b.anomaly, b.network.network(),
                                                                  b.network.length(), b.as,
                                                                  std::cref(b.detail));
  }
};

struct RaisedAnomaly {
  MonotonicTime since{};
  EventKind kind{};            ///< of the event
  std::string summary;         ///< of the event
  bool informational = false;  ///< of level Information: a more-specific of one's own
  bool mild = false;           ///< the RPKI allows the foreign origin, or may do so
  bool ris_only = false;       ///< no BMP session has shown it
  bool unconfirmed = false;    ///< only routes from before a reconnect have shown it since
  bool awaits_rpki = false;    ///< mild only until the first VRPs arrive
};

/// Stands for all RIS peers.
inline const Vantage any_ris_peer{RouteSource::ris};

struct PrefixState {
  std::map<RouteKey, RouteEntry> entries;
  std::set<Vantage> withdrawn;             ///< where the prefix itself was withdrawn
  std::map<Vantage, Presence> last_known;  ///< presence as it was last known, by monitored session
  ReportedPath active;
  ReportedPath backup;
  /// Vantages with a route that was not kept (routes/route_limits), so absence says nothing: of the
  /// prefix itself or a more-specific in the rules, and of another more-specific. A RIS peer counts
  /// as `any_ris_peer`.
  std::set<Vantage> dropped;
  std::set<Vantage> dropped_more_specifics;
  bool path_is_pending = false;  ///< a change of path waits, since one is reported once a minute
  std::map<AnomalyKey, RaisedAnomaly> raised;
  std::map<EventKind, RouteEventCount> events;
};

struct RouteTable {
  std::map<Vantage, SessionState> sessions;
  std::vector<PrefixState> prefixes;        ///< as RoutePlan::prefixes
  std::optional<VrpTable> vrps;             ///< none: not known
  std::optional<MonotonicTime> vrps_due{};  ///< until then the first VRPs may be on their way
  bool ris_connected = false;
  std::vector<Event> unpublished{};   ///< of adopt(); observe() returns them
  std::uint64_t dropped_entries = 0;  ///< routes above the limits of routes/route_limits
};

}  // namespace peeringd
