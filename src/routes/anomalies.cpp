#include "routes/anomalies.hpp"

#include <algorithm>

#include "routes/apply.hpp"
#include "routes/presence.hpp"
#include "routes/route_checks.hpp"

namespace peeringd {
namespace {

/// Collects the findings of one prefix.
class AnomalyFinder {
 public:
  AnomalyFinder(const RouteTable& table, const PrefixState& state, const MonitoredPrefix& monitored,
                const RoutePlan& plan, MonotonicTime now)
      : table_(table), state_(state), monitored_(monitored), plan_(plan), now_(now) {}

  FoundAnomalies find() {
    for (const auto& [key, entry] : state_.entries) check(key, entry);
    drop_rare_ris_findings();
    find_known();
    check_visibility();
    return std::move(findings_);
  }

 private:
  const MonitoredSession* session_of(const Vantage& at) const {
    for (const MonitoredSession& session : monitored_.sessions) {
      if (session.at == at) return &session;
    }
    return nullptr;
  }

  void check(const RouteKey& key, const RouteEntry& entry) {
    const MonitoredSession* const session = session_of(key.at);
    if (session == nullptr && key.at.source == RouteSource::bmp) return;
    const auto* const route = std::get_if<BgpRoute>(&entry.what);
    if (route == nullptr) {
      const bool ris = key.at.source == RouteSource::ris;
      (ris ? findings_.ris_unread : findings_.unread).push_back(key.network);
      return;
    }
    if (key.network == monitored_.prefix) {
      check_prefix(key, entry, *route, session);
    } else {
      check_more_specific(key, entry, *route);
    }
  }

  void check_prefix(const RouteKey& key, const RouteEntry& entry, const BgpRoute& route,
                    const MonitoredSession* session) {
    const bool backup =
        session != nullptr && session->expects_prefix() && session->role == SessionRole::backup;
    const auto foreign = foreign_origin(route, monitored_.rules.origins);
    if (foreign) {
      add({backup ? AnomalyKind::backup_origin : AnomalyKind::origin, key.network, *foreign, {}},
          key, entry);
    } else if (const auto upstream = upstream_of(route, key.at.source, peer_as(key.at));
               upstream && !monitored_.rules.upstreams.empty() &&
               !contains(monitored_.rules.upstreams, *upstream)) {
      add({AnomalyKind::upstream, key.network, *upstream, {}}, key, entry);
    }
    if (rpki_of(key, route) == RpkiState::invalid) {
      add({AnomalyKind::rpki_invalid, key.network, route.origin.value_or(0), {}}, key, entry);
    }
    if (session == nullptr || session->shows != SessionShows::announced) return;
    for (const std::string& broken : broken_requirements(route, monitored_.rules.community)) {
      add({AnomalyKind::requirement, key.network, 0, broken}, key, entry);
    }
  }

  void check_more_specific(const RouteKey& key, const RouteEntry& entry, const BgpRoute& route) {
    const auto& meant = monitored_.rules.more_specifics;
    const bool is_meant = std::find(meant.begin(), meant.end(), key.network) != meant.end();
    const auto foreign = foreign_origin(route, monitored_.rules.origins);
    if (is_meant && !foreign) return;
    add({AnomalyKind::more_specific, key.network, foreign.value_or(route.origin.value_or(0)), {}},
        key, entry);
  }

  RpkiState rpki_of(const RouteKey& key, const BgpRoute& route) const {
    if (!table_.vrps) return RpkiState::unknown;
    return table_.vrps->validate(key.network, route.origin);
  }

  AsNumber peer_as(const Vantage& at) const {
    const auto found = table_.sessions.find(at);
    return found == table_.sessions.end() ? 0 : found->second.peer_as;
  }

  void add(const AnomalyKey& anomaly, const RouteKey& key, const RouteEntry& entry) {
    if (entry.stale) {
      findings_.doubtful.insert(anomaly);
      return;
    }
    const bool ris = key.at.source == RouteSource::ris;
    // Age decides whether enough peers report a new anomaly, their state whether it lasts.
    if (ris && !state_.raised.contains(anomaly) && now_ - entry.since > ris_stale_timeout) return;
    AnomalyEvidence& evidence = findings_.bad[anomaly];
    if (evidence.entry == nullptr) {
      evidence.entry = &entry;
      evidence.at = key.at;
      evidence.peer_as = peer_as(key.at);
      evidence.rpki = rpki_of(key, std::get<BgpRoute>(entry.what));
      evidence.awaits_rpki = !table_.vrps && table_.vrps_due && now_ < *table_.vrps_due;
    }
    if (ris) evidence.ris_witnesses.insert(peer_as(key.at));
    if (!ris) ++evidence.bmp_witnesses;
  }

  void drop_rare_ris_findings() {
    const std::size_t least = plan_.ris_min_peers.value_or(1);
    std::erase_if(findings_.bad, [least](const auto& item) {
      return item.second.bmp_witnesses == 0 && item.second.ris_witnesses.size() < least;
    });
  }

  void find_known() {
    const Family family = monitored_.prefix.family();
    const bool ris_is_current = plan_.ris_min_peers && table_.ris_connected;
    const bool ris =
        ris_is_current && visibility_of(state_, monitored_.prefix).known >= *plan_.ris_min_peers;
    findings_.ris_is_known = ris;
    auto& known = findings_.known;
    for (const AnomalyKind anomaly :
         {AnomalyKind::origin, AnomalyKind::more_specific, AnomalyKind::upstream}) {
      known[index_of(anomaly)] = ris;
    }
    for (const MonitoredSession& session : monitored_.sessions) {
      const bool sees = can_see(table_, family, session.at);
      const bool has =
          presence_at(table_, state_, monitored_.prefix, session.at) == Presence::present;
      const bool backup = session.expects_prefix() && session.role == SessionRole::backup;
      const auto is_known = [&known](AnomalyKind anomaly, bool value) {
        if (value) known[index_of(anomaly)] = true;
      };
      is_known(backup ? AnomalyKind::backup_origin : AnomalyKind::origin, sees || has);
      is_known(AnomalyKind::more_specific, sees);
      is_known(AnomalyKind::upstream, sees || has);
      is_known(AnomalyKind::requirement, session.shows == SessionShows::announced && has);
    }
    forget_where_routes_were_dropped();
    known[index_of(AnomalyKind::rpki_invalid)] =
        table_.vrps &&
        (known[index_of(AnomalyKind::origin)] || known[index_of(AnomalyKind::backup_origin)]);
    known[index_of(AnomalyKind::visibility)] = ris_is_current;
  }

  void forget_where_routes_were_dropped() {
    auto& known = findings_.known;
    if (!state_.dropped.empty()) {
      for (const AnomalyKind anomaly :
           {AnomalyKind::origin, AnomalyKind::backup_origin, AnomalyKind::upstream}) {
        known[index_of(anomaly)] = false;
      }
    }
    findings_.misses_more_specifics =
        !state_.dropped.empty() || !state_.dropped_more_specifics.empty();
    if (findings_.misses_more_specifics) {
      known[index_of(AnomalyKind::more_specific)] = false;
    }
  }

  void check_visibility() {
    const RouteVisibility seen = visibility_of(state_, monitored_.prefix);
    const bool enough = seen.known >= min_peers_for_visibility;
    if (!enough) findings_.known[index_of(AnomalyKind::visibility)] = false;
    if (!monitored_.min_visibility || !findings_.known[index_of(AnomalyKind::visibility)]) return;
    const double ratio = static_cast<double>(seen.visible) / static_cast<double>(seen.known);
    if (ratio < *monitored_.min_visibility) {
      findings_.bad[{AnomalyKind::visibility, monitored_.prefix, 0, {}}] = {};
    }
  }

  const RouteTable& table_;
  const PrefixState& state_;
  const MonitoredPrefix& monitored_;
  const RoutePlan& plan_;
  MonotonicTime now_;
  FoundAnomalies findings_;
};

}  // namespace

FoundAnomalies find_anomalies(const RouteTable& table, const PrefixState& state,
                              const MonitoredPrefix& monitored, const RoutePlan& plan,
                              MonotonicTime now) {
  return AnomalyFinder(table, state, monitored, plan, now).find();
}

RouteVisibility visibility_of(const PrefixState& state, const IpPrefix& prefix) {
  RouteVisibility result;
  for (const auto& [key, entry] : state.entries) {
    if (key.at.source == RouteSource::ris && key.network == prefix && !entry.stale) {
      ++result.visible;
    }
  }
  result.known = result.visible;
  for (const Vantage& at : state.withdrawn) {
    if (at.source == RouteSource::ris) ++result.known;
  }
  return result;
}

}  // namespace peeringd
