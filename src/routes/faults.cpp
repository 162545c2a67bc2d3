#include "routes/faults.hpp"

#include <algorithm>

#include "routes/apply.hpp"
#include "routes/presence.hpp"
#include "routes/route_checks.hpp"

namespace peeringd {
namespace {

std::size_t index_of_fault(FaultKind fault) {
  return static_cast<std::size_t>(fault);
}

/// Collects the findings of one prefix.
class FaultFinder {
 public:
  FaultFinder(const RouteTable& table, const PrefixState& state, const WatchedPrefix& watched,
              const RoutePlan& plan, MonotonicTime now)
      : table_(table), state_(state), watched_(watched), plan_(plan), now_(now) {}

  FaultFindings find() {
    for (const auto& [key, entry] : state_.entries) check(key, entry);
    drop_rare_ris_findings();
    find_known();
    check_visibility();
    return std::move(findings_);
  }

 private:
  const WatchedSession* session_of(const Vantage& at) const {
    for (const WatchedSession& session : watched_.sessions) {
      if (session.at == at) return &session;
    }
    return nullptr;
  }

  void check(const RouteKey& key, const RouteEntry& entry) {
    const WatchedSession* const session = session_of(key.at);
    if (session == nullptr && key.at.source == RouteSource::bmp) return;
    const auto* const route = std::get_if<BgpRoute>(&entry.what);
    if (route == nullptr) {
      const bool ris = key.at.source == RouteSource::ris;
      (ris ? findings_.ris_unread : findings_.unread).push_back(key.network);
      return;
    }
    if (key.network == watched_.prefix) {
      check_prefix(key, entry, *route, session);
    } else {
      check_more_specific(key, entry, *route);
    }
  }

  void check_prefix(const RouteKey& key, const RouteEntry& entry, const BgpRoute& route,
                    const WatchedSession* session) {
    const bool backup =
        session != nullptr && session->expects_prefix() && session->role == SessionRole::backup;
    const auto foreign = foreign_origin(route, watched_.rules.origins);
    if (foreign) {
      add({backup ? FaultKind::backup_origin : FaultKind::origin, key.network, *foreign, {}}, key,
          entry);
    } else if (const auto upstream = upstream_of(route, key.at.source, peer_as(key.at));
               upstream && !watched_.rules.upstreams.empty() &&
               !contains(watched_.rules.upstreams, *upstream)) {
      add({FaultKind::upstream, key.network, *upstream, {}}, key, entry);
    }
    if (rpki_of(key, route) == RpkiState::invalid) {
      add({FaultKind::rpki_invalid, key.network, route.origin.value_or(0), {}}, key, entry);
    }
    if (session == nullptr || session->shows != SessionShows::announced) return;
    for (const std::string& broken : broken_requirements(route, watched_.rules.community)) {
      add({FaultKind::requirement, key.network, 0, broken}, key, entry);
    }
  }

  void check_more_specific(const RouteKey& key, const RouteEntry& entry, const BgpRoute& route) {
    const auto& meant = watched_.rules.more_specifics;
    const bool is_meant = std::find(meant.begin(), meant.end(), key.network) != meant.end();
    const auto foreign = foreign_origin(route, watched_.rules.origins);
    if (is_meant && !foreign) return;
    add({FaultKind::more_specific, key.network, foreign.value_or(route.origin.value_or(0)), {}},
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

  void add(const FaultKey& fault, const RouteKey& key, const RouteEntry& entry) {
    if (entry.stale) {
      findings_.doubtful.insert(fault);
      return;
    }
    const bool ris = key.at.source == RouteSource::ris;
    // Age decides whether enough peers report a new fault, their state whether it lasts.
    if (ris && !state_.raised.contains(fault) && now_ - entry.since > ris_stale_timeout) return;
    FaultEvidence& evidence = findings_.bad[fault];
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
    const Family family = watched_.prefix.family();
    const bool ris_is_current = plan_.ris_min_peers && table_.ris_connected;
    const bool ris =
        ris_is_current && visibility_of(state_, watched_.prefix).known >= *plan_.ris_min_peers;
    findings_.ris_is_known = ris;
    auto& known = findings_.known;
    for (const FaultKind fault :
         {FaultKind::origin, FaultKind::more_specific, FaultKind::upstream}) {
      known[index_of_fault(fault)] = ris;
    }
    for (const WatchedSession& session : watched_.sessions) {
      const bool sees = can_see(table_, family, session.at);
      const bool has =
          presence_at(table_, state_, watched_.prefix, session.at) == Presence::present;
      const bool backup = session.expects_prefix() && session.role == SessionRole::backup;
      const auto is_known = [&known](FaultKind fault, bool value) {
        if (value) known[index_of_fault(fault)] = true;
      };
      is_known(backup ? FaultKind::backup_origin : FaultKind::origin, sees || has);
      is_known(FaultKind::more_specific, sees);
      is_known(FaultKind::upstream, sees || has);
      is_known(FaultKind::requirement, session.shows == SessionShows::announced && has);
    }
    forget_where_routes_were_dropped();
    known[index_of_fault(FaultKind::rpki_invalid)] =
        table_.vrps && (known[index_of_fault(FaultKind::origin)] ||
                        known[index_of_fault(FaultKind::backup_origin)]);
    known[index_of_fault(FaultKind::visibility)] = ris_is_current;
  }

  void forget_where_routes_were_dropped() {
    auto& known = findings_.known;
    if (!state_.dropped.empty()) {
      for (const FaultKind fault :
           {FaultKind::origin, FaultKind::backup_origin, FaultKind::upstream}) {
        known[index_of_fault(fault)] = false;
      }
    }
    findings_.misses_more_specifics =
        !state_.dropped.empty() || !state_.dropped_more_specifics.empty();
    if (findings_.misses_more_specifics) {
      known[index_of_fault(FaultKind::more_specific)] = false;
    }
  }

  void check_visibility() {
    const RouteVisibility seen = visibility_of(state_, watched_.prefix);
    const bool enough = seen.known >= min_peers_for_visibility;
    if (!enough) findings_.known[index_of_fault(FaultKind::visibility)] = false;
    if (!watched_.least_visibility || !findings_.known[index_of_fault(FaultKind::visibility)])
      return;
    const double ratio = static_cast<double>(seen.visible) / static_cast<double>(seen.known);
    if (ratio < *watched_.least_visibility) {
      findings_.bad[{FaultKind::visibility, watched_.prefix, 0, {}}] = {};
    }
  }

  const RouteTable& table_;
  const PrefixState& state_;
  const WatchedPrefix& watched_;
  const RoutePlan& plan_;
  MonotonicTime now_;
  FaultFindings findings_;
};

}  // namespace

FaultFindings find_faults(const RouteTable& table, const PrefixState& state,
                          const WatchedPrefix& watched, const RoutePlan& plan, MonotonicTime now) {
  return FaultFinder(table, state, watched, plan, now).find();
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
