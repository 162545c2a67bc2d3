#include "routes/apply.hpp"

#include <algorithm>

#include "routes/route_limits.hpp"
#include "routes/session_changes.hpp"

namespace peeringd {
namespace {

using Link = SessionState::Link;

constexpr std::array<Family, 2> both_families{Family::ipv4, Family::ipv6};

std::size_t index_of_family(Family family) {
  return static_cast<std::size_t>(family);
}

/// Applies one input to a table.
class Application {
 public:
  Application(RouteTable& table, const RoutePlan& plan, MonotonicTime now)
      : table_(table), plan_(plan), now_(now) {}

  std::vector<std::size_t> operator()(const RouteObservation& seen) {
    const auto index = plan_.find(seen.network);
    if (!index || !plan_.monitors(seen.at)) return {};
    SessionState* const known = session_at(table_, seen.at);
    if (known == nullptr) return {};
    SessionState& session = *known;
    if (session.link != Link::up) open(session);
    session.peer_as = seen.peer_as;
    FamilyTable& table = session.tables[index_of_family(seen.network.family())];
    table.active_at = now_;
    table.begun = true;
    if (const auto* const withdrawal = std::get_if<RouteWithdrawal>(&seen.what)) {
      if (withdrawal->looped) session.announced = true;  // the router does report announcements
      withdraw(table_.prefixes[*index], session, seen, plan_.prefixes[*index].prefix);
    } else {
      announce(table_.prefixes[*index], session, seen, plan_.prefixes[*index]);
    }
    return {*index};
  }

  std::vector<std::size_t> operator()(const SessionChange& change) {
    using What = SessionChange::What;
    if (!plan_.monitors(change.at)) return {};
    if (change.what == What::lost && !table_.sessions.contains(change.at)) return {};
    SessionState* const known = session_at(table_, change.at);
    if (known == nullptr) return {};
    SessionState& session = *known;
    if (change.peer_as != 0) session.peer_as = change.peer_as;
    std::vector<std::size_t> concerned = prefixes_at(change.at);
    switch (change.what) {
      case What::up:
        reopen(session, change.at);
        break;
      case What::down:
        forget(table_, change.at, Link::down, now_);
        break;
      case What::lost:
        forget(table_, change.at, Link::unknown, now_);
        break;
      case What::synchronised:
      case What::receiving:
      case What::incomplete:
        if (!change_tables(session, change)) return {};
        break;
    }
    return concerned;
  }

  std::vector<std::size_t> operator()(const SourceChange& change) {
    if (change.source == RouteSource::ris) {
      if (change.connected && !table_.ris_connected) begin_fading(table_, now_);
      table_.ris_connected = change.connected;
      if (!change.connected) forget_ris(table_, now_);
      return all_prefixes();
    }
    if (change.connected) return {};
    const auto affected = [&](const Vantage& at) {
      return at.source == change.source && (change.router.empty() || at.router == change.router);
    };
    const auto concerned = select_prefixes([&](std::size_t index) {
      const auto& sessions = plan_.prefixes[index].sessions;
      return std::any_of(sessions.begin(), sessions.end(),
                         [&](const MonitoredSession& session) { return affected(session.at); }) ||
             has_dropped(index, affected);
    });
    for (const auto& [at, session] : table_.sessions) {
      if (affected(at) && session.link != Link::unknown) forget(table_, at, Link::unknown, now_);
    }
    return concerned;
  }

  std::vector<std::size_t> operator()(const VrpChange& change) {
    table_.vrps.reset();
    if (change.vrps) {
      table_.vrps.emplace(*change.vrps);
      table_.vrps_due.reset();
    }
    return all_prefixes();
  }

  std::vector<std::size_t> operator()(PlanChange) { return all_prefixes(); }

  std::vector<std::size_t> operator()(Tick) {
    const bool vrps_are_late = table_.vrps_due && now_ >= *table_.vrps_due;
    if (vrps_are_late) table_.vrps_due.reset();
    const bool evaluate_all = settle_tables(table_, now_) || vrps_are_late;
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < table_.prefixes.size(); ++i) {
      PrefixState& prefix = table_.prefixes[i];
      const auto ended = std::erase_if(prefix.entries, [&](const auto& item) {
        const auto& [key, entry] = item;
        if (key.at.source == RouteSource::ris) return has_faded(key, entry);
        const bool due = entry.withdrawn_at && now_ >= *entry.withdrawn_at;
        if (due && key.network == plan_.prefixes[i].prefix) note_withdrawal(prefix, key.at);
        return due;
      });
      if (evaluate_all || ended != 0 || prefix.path_is_pending) changed.push_back(i);
    }
    return changed;
  }

 private:
  template <typename Wanted>
  std::vector<std::size_t> select_prefixes(Wanted is_wanted) const {
    std::vector<std::size_t> selected;
    for (std::size_t i = 0; i < table_.prefixes.size(); ++i) {
      if (is_wanted(i)) selected.push_back(i);
    }
    return selected;
  }

  std::vector<std::size_t> all_prefixes() const {
    return select_prefixes([](std::size_t) { return true; });
  }

  // A prefix without a rule for a session is concerned, too, if routes of it were dropped: they
  // make its anomalies unknown.
  template <typename Wanted>
  bool has_dropped(std::size_t index, Wanted is_wanted) const {
    const PrefixState& prefix = table_.prefixes[index];
    return std::ranges::any_of(prefix.dropped, is_wanted) ||
           std::ranges::any_of(prefix.dropped_more_specifics, is_wanted);
  }

  /// The prefixes with rules for this session, or with something known of it.
  std::vector<std::size_t> prefixes_at(const Vantage& at) const {
    return select_prefixes([&](std::size_t index) {
      const auto& sessions = plan_.prefixes[index].sessions;
      const bool has_rule =
          std::any_of(sessions.begin(), sessions.end(),
                      [&](const MonitoredSession& session) { return session.at == at; });
      if (has_rule || has_dropped(index, [&](const Vantage& each) { return each == at; })) {
        return true;
      }
      if (at.source == RouteSource::bmp) return false;
      const PrefixState& prefix = table_.prefixes[index];
      const auto entry = prefix.entries.lower_bound({at, IpPrefix{}, 0});
      return (entry != prefix.entries.end() && entry->first.at == at) ||
             prefix.withdrawn.contains(at);
    });
  }

  // A session that was down has no routes until the partner sends them.
  void reopen(SessionState& session, const Vantage& at) {
    const bool began_empty = session.link == Link::down;
    forget(table_, at, Link::unknown, now_);
    open(session);
    session.began_empty = began_empty;
  }

  void open(SessionState& session) {
    session.link = Link::up;
    session.began_empty = false;
    session.since = now_;
    session.tables = {};
    for (FamilyTable& table : session.tables) table.active_at = now_;
  }

  void announce(PrefixState& prefix, SessionState& session, const RouteObservation& seen,
                const MonitoredPrefix& monitored) {
    const RouteKey key{seen.at, seen.network, seen.path_id};
    const auto* const route = std::get_if<BgpRoute>(&seen.what);
    RouteEntry entry{UnreadableRoute{}, now_};
    if (route != nullptr) entry.what = *route;
    if (!prefix.entries.contains(key) && !has_room(prefix, monitored, key, entry)) {
      drop(prefix, session, key, class_of(monitored, key.network, entry));
      return;
    }
    prefix.entries[key] = std::move(entry);
    if (route == nullptr) return;
    session.announced = true;
    if (seen.network == monitored.prefix) prefix.withdrawn.erase(seen.at);
  }

  /// A dropped route may be the bad one, or the one that was expected.
  void drop(PrefixState& prefix, SessionState& session, const RouteKey& key, RouteClass of) {
    ++table_.dropped_entries;
    if (of == RouteClass::own) return;
    const bool ris = key.at.source == RouteSource::ris;
    const Vantage& at = ris ? any_ris_peer : key.at;
    (of == RouteClass::expected ? prefix.dropped : prefix.dropped_more_specifics).insert(at);
    if (of != RouteClass::expected || ris) return;
    FamilyTable& known = session.tables[index_of_family(key.network.family())];
    known.has_gaps = true;
    known.complete = false;
    prefix.withdrawn.erase(key.at);
  }

  void withdraw(PrefixState& prefix, SessionState& session, const RouteObservation& seen,
                const IpPrefix& monitored) {
    const auto found = prefix.entries.find({seen.at, seen.network, seen.path_id});
    if (found == prefix.entries.end()) {
      session.withdrew_unannounced = true;
      return;
    }
    if (seen.at.view == RouteView::post_policy || seen.at.view == RouteView::local) {
      found->second.withdrawn_at = now_ + withdrawal_hold;
      return;
    }
    // An unconfirmed route at a RIS peer says nothing of the peers that have the prefix now.
    const bool unconfirmed = seen.at.source == RouteSource::ris && found->second.stale;
    prefix.entries.erase(found);
    if (seen.network == monitored && !unconfirmed) note_withdrawal(prefix, seen.at);
  }

  /// Another path of the prefix may be there if one was not kept.
  static void note_withdrawal(PrefixState& prefix, const Vantage& at) {
    if (!prefix.dropped.contains(at)) prefix.withdrawn.insert(at);
  }

  /// Whether anything changed that the evaluation depends on.
  bool change_tables(SessionState& session, const SessionChange& change) {
    bool changed = session.link != Link::up;
    if (changed) open(session);
    for (const Family family : both_families) {
      if (change.family && *change.family != family) continue;
      FamilyTable& known = session.tables[index_of_family(family)];
      known.active_at = now_;
      if (change.what == SessionChange::What::receiving) known.begun = true;
      if (change.what == SessionChange::What::incomplete) {
        changed = changed || !known.has_gaps || known.complete;
        known.has_gaps = true;
        known.complete = false;
      }
      if (change.what == SessionChange::What::synchronised) {
        changed = end_table(known, now_) || changed;
      }
    }
    return changed;
  }

  /// RIS peers do not repeat their routes after a reconnect, so unconfirmed ones fade.
  bool has_faded(const RouteKey& key, const RouteEntry& entry) const {
    if (!entry.stale || !table_.ris_connected) return false;
    const auto session = table_.sessions.find(key.at);
    return session == table_.sessions.end() || now_ - session->second.since >= ris_stale_timeout;
  }

  RouteTable& table_;
  const RoutePlan& plan_;
  MonotonicTime now_;
};

}  // namespace

std::vector<std::size_t> apply(RouteTable& table, const RoutePlan& plan, const RouteInput& input,
                               MonotonicTime now) {
  return std::visit(Application(table, plan, now), input);
}

}  // namespace peeringd
