#include "routes/apply.hpp"

#include <algorithm>
#include <numeric>

#include "routes/event_text.hpp"
#include "routes/route_limits.hpp"

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

  std::vector<std::size_t> operator()(const Seen& seen) {
    const auto index = plan_.find(seen.network);
    if (!index || !plan_.watches(seen.at)) return {};
    SessionState& session = table_.sessions[seen.at];
    if (session.link != Link::up) open(session);
    session.peer_as = seen.peer_as;
    FamilyTable& table = session.tables[index_of_family(seen.network.family())];
    table.active_at = now_;
    table.begun = true;
    if (std::holds_alternative<Withdrawn>(seen.what)) {
      withdraw(table_.prefixes[*index], session, seen, plan_.prefixes[*index].prefix);
    } else {
      announce(table_.prefixes[*index], session, seen, plan_.prefixes[*index]);
    }
    return {*index};
  }

  std::vector<std::size_t> operator()(const SessionChange& change) {
    using What = SessionChange::What;
    if (!plan_.watches(change.at)) return {};
    SessionState& session = table_.sessions[change.at];
    if (change.peer_as != 0) session.peer_as = change.peer_as;
    switch (change.what) {
      case What::up:
        forget(change.at, Link::unknown);
        open(session);
        break;
      case What::down:
        forget(change.at, Link::down);
        break;
      case What::lost:
        forget(change.at, Link::unknown);
        break;
      case What::synchronised:
      case What::receiving:
      case What::incomplete:
        change_tables(session, change);
        break;
    }
    return all_prefixes();
  }

  std::vector<std::size_t> operator()(const SourceChange& change) {
    if (change.source == RouteSource::ris) {
      table_.ris_connected = change.connected;
    }
    if (change.connected) return all_prefixes();
    if (change.source == RouteSource::ris) {
      for (PrefixState& prefix : table_.prefixes) {
        prefix.dropped.erase(any_ris_peer);
        prefix.dropped_more_specifics.erase(any_ris_peer);
      }
    }
    for (const auto& [at, session] : table_.sessions) {
      const bool affected =
          at.source == change.source && (change.router.empty() || at.router == change.router);
      if (affected && session.link != Link::unknown) forget(at, Link::unknown);
    }
    return all_prefixes();
  }

  std::vector<std::size_t> operator()(const VrpChange& change) {
    table_.vrps = change.vrps;
    if (change.vrps) table_.vrps_due.reset();
    return all_prefixes();
  }

  std::vector<std::size_t> operator()(PlanChange) { return all_prefixes(); }

  std::vector<std::size_t> operator()(Tick) {
    const bool vrps_are_late = table_.vrps_due && now_ >= *table_.vrps_due;
    if (vrps_are_late) table_.vrps_due.reset();
    const bool evaluate_all = sweep_silent_tables() || vrps_are_late;
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
  std::vector<std::size_t> all_prefixes() const {
    std::vector<std::size_t> all(table_.prefixes.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
  }

  void open(SessionState& session) {
    session.link = Link::up;
    session.since = now_;
    session.tables = {};
    for (FamilyTable& table : session.tables) table.active_at = now_;
  }

  void announce(PrefixState& prefix, SessionState& session, const Seen& seen,
                const WatchedPrefix& watched) {
    const RouteKey key{seen.at, seen.network, seen.path_id};
    const auto* const route = std::get_if<BgpRoute>(&seen.what);
    RouteEntry entry{Unknown{}, now_};
    if (route != nullptr) entry.what = *route;
    if (!prefix.entries.contains(key) && !has_room(prefix, watched, key, entry)) {
      drop(prefix, session, key, class_of(watched, key.network, entry));
      return;
    }
    prefix.entries[key] = std::move(entry);
    if (route == nullptr) return;
    session.announced = true;
    if (seen.network == watched.prefix) prefix.withdrawn.erase(seen.at);
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
    known.incomplete = true;
    known.complete = false;
    prefix.withdrawn.erase(key.at);
  }

  void withdraw(PrefixState& prefix, SessionState& session, const Seen& seen,
                const IpPrefix& watched) {
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
    if (seen.network == watched && !unconfirmed) note_withdrawal(prefix, seen.at);
  }

  /// Another path of the prefix may be there if one was not kept.
  static void note_withdrawal(PrefixState& prefix, const Vantage& at) {
    if (!prefix.dropped.contains(at)) prefix.withdrawn.insert(at);
  }

  /// The session is in another state: its routes are gone if it is down, else they may still be
  /// there.
  void forget(const Vantage& at, Link link) {
    SessionState& session = table_.sessions[at];
    session.link = link;
    session.since = now_;
    session.tables = {};
    for (PrefixState& prefix : table_.prefixes) {
      prefix.withdrawn.erase(at);
      prefix.dropped.erase(at);
      prefix.dropped_more_specifics.erase(at);
      if (link == Link::down) {
        std::erase_if(prefix.entries, [&at](const auto& item) { return item.first.at == at; });
      }
      for (auto& [key, entry] : prefix.entries) {
        if (!(key.at == at)) continue;
        entry.stale = true;
        entry.withdrawn_at.reset();
      }
    }
  }

  void change_tables(SessionState& session, const SessionChange& change) {
    if (session.link != Link::up) open(session);
    for (const Family family : both_families) {
      if (change.family && *change.family != family) continue;
      FamilyTable& known = session.tables[index_of_family(family)];
      known.active_at = now_;
      if (change.what == SessionChange::What::receiving) known.begun = true;
      if (change.what == SessionChange::What::incomplete) {
        known.incomplete = true;
        known.complete = false;
      }
      if (change.what == SessionChange::What::synchronised) sweep(change.at, known, family);
    }
  }

  /// The table of a family is complete: what it did not confirm is gone.
  void sweep(const Vantage& at, FamilyTable& known, Family family) {
    if (known.incomplete) return;
    known.complete = true;
    for (PrefixState& prefix : table_.prefixes) {
      std::erase_if(prefix.entries, [&](const auto& item) {
        return item.second.stale && item.first.at == at && item.first.network.family() == family;
      });
    }
  }

  bool sweep_silent_tables() {
    bool any = false;
    for (auto& [at, session] : table_.sessions) {
      if (session.link != Link::up || at.source == RouteSource::ris) continue;
      for (const Family family : both_families) {
        FamilyTable& known = session.tables[index_of_family(family)];
        const Duration silence = known.begun ? table_silence : silence_before_table;
        if (known.complete || known.incomplete || now_ - known.active_at < silence) continue;
        sweep(at, known, family);
        any = true;
      }
    }
    return any;
  }

  /// RIS peers do not repeat their routes after a reconnect, so unconfirmed ones fade.
  bool has_faded(const RouteKey& key, const RouteEntry& entry) const {
    if (!entry.stale || !table_.ris_connected) return false;
    const auto session = table_.sessions.find(key.at);
    return session == table_.sessions.end() || now_ - session->second.since >= ris_fade;
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

bool needs_tables(const RoutePlan& from, const RoutePlan& to) {
  if (!std::includes(from.vantages.begin(), from.vantages.end(), to.vantages.begin(),
                     to.vantages.end())) {
    return true;
  }
  return std::any_of(to.prefixes.begin(), to.prefixes.end(), [&from](const WatchedPrefix& watched) {
    const auto index = from.find(watched.prefix);
    return !index || !(from.prefixes[*index].prefix == watched.prefix);
  });
}

RouteTable adopt(RouteTable old, const RoutePlan& from, const RoutePlan& to, MonotonicTime now) {
  RouteTable table = std::move(old);
  for (std::size_t i = 0; i < from.prefixes.size(); ++i) {
    const WatchedPrefix& before = from.prefixes[i];
    const auto index = to.find(before.prefix);
    const bool stays = index && to.prefixes[*index].prefix == before.prefix &&
                       to.prefixes[*index].subject == before.subject;
    if (stays) continue;
    for (const auto& [key, fault] : table.prefixes[i].raised) {
      table.unpublished.push_back(unwatched_event(before, key));
    }
  }
  std::vector<PrefixState> prefixes(to.prefixes.size());
  for (std::size_t i = 0; i < to.prefixes.size(); ++i) {
    const auto index = from.find(to.prefixes[i].prefix);
    if (!index || !(from.prefixes[*index].prefix == to.prefixes[i].prefix)) continue;
    prefixes[i] = std::move(table.prefixes[*index]);
    if (from.prefixes[*index].subject == to.prefixes[i].subject) continue;
    prefixes[i].raised.clear();  // the events of another connection
  }
  table.prefixes = std::move(prefixes);
  std::erase_if(table.sessions, [&to](const auto& item) { return !to.watches(item.first); });
  for (PrefixState& prefix : table.prefixes) {
    std::erase_if(prefix.entries, [&to](const auto& item) { return !to.watches(item.first.at); });
    std::erase_if(prefix.last_known, [&to](const auto& item) { return !to.watches(item.first); });
  }
  if (!to.rpki) table.vrps_due.reset();
  if (to.rpki && !from.rpki) table.vrps_due = now + patience_for_vrps;
  if (needs_tables(from, to)) apply(table, to, SourceChange{RouteSource::bmp, {}, false}, now);
  return table;
}

}  // namespace peeringd
