// The configured prefixes with their rules, and the sessions whose tables are evaluated for them.
// Immutable; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "model/event.hpp"
#include "model/route_rules.hpp"

namespace peeringd {

struct Config;

/// One session of a rule, as the sources of routes name it.
struct MonitoredSession {
  Vantage at;
  SessionRole role = SessionRole::primary;
  SessionShows shows = SessionShows::foreign;

  /// Whether the prefix is expected there.
  bool expects_prefix() const { return shows != SessionShows::foreign; }
  friend bool operator==(const MonitoredSession&, const MonitoredSession&) = default;
};

struct MonitoredPrefix {
  EventSubject subject;  ///< connection and prefix
  std::uint32_t connection = 0;
  std::uint32_t prefix_index = 0;  ///< within the connection
  IpPrefix prefix;
  RouteRules rules;
  std::vector<MonitoredSession> sessions;  ///< of the rules, in their order
  std::optional<double> min_visibility{};  ///< share of the RIS peers; none: not evaluated
};

struct RoutePlan {
  std::vector<MonitoredPrefix> prefixes;       ///< rising by address; disjoint
  std::set<Vantage> vantages;                  ///< of all sessions
  std::optional<std::uint32_t> ris_min_peers;  ///< none: RIS is not used
  bool rpki = false;                           ///< VRPs are expected

  /// Whether routes of this vantage matter.
  bool monitors(const Vantage& at) const {
    return at.source == RouteSource::ris ? ris_min_peers.has_value() : vantages.contains(at);
  }

  /// Index of the monitored prefix that is `network` or contains it.
  std::optional<std::size_t> find(const IpPrefix& network) const;
};

/// The plan of a configuration: each prefix (except `auto`) with rules that are on.
RoutePlan make_route_plan(const Config& config);

/// The monitored session of a rule. `routers` gives the view of received routes.
MonitoredSession session_of_rule(const RouteSession& session,
                                 const std::vector<BmpRouter>& routers);

/// The plan of these prefixes, which need not be sorted.
RoutePlan make_route_plan(std::vector<MonitoredPrefix> prefixes,
                          std::optional<std::uint32_t> ris_min_peers);

}  // namespace peeringd
