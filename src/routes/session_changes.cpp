#include "routes/session_changes.hpp"

#include <iterator>

#include "routes/apply.hpp"
#include "routes/route_limits.hpp"

namespace peeringd {
namespace {

void set_link(SessionState& session, SessionState::Link link, MonotonicTime now) {
  session.link = link;
  session.since = now;
  session.tables = {};
}

bool settles(const SessionState& session, const FamilyTable& known, MonotonicTime now) {
  if (known.settled || known.has_gaps) return false;
  if (known.complete) return now - known.ended_at >= table_silence;
  const Duration silence = known.begun ? table_silence : silence_before_table;
  return now - known.active_at >= silence || now - session.since >= longest_table;
}

/// What the table did not confirm is gone.
void sweep(RouteTable& table, const Vantage& at, Family family) {
  for (PrefixState& prefix : table.prefixes) {
    auto i = prefix.entries.lower_bound({at, IpPrefix{}, 0});
    while (i != prefix.entries.end() && i->first.at == at) {
      const bool is_gone = i->second.stale && i->first.network.family() == family;
      i = is_gone ? prefix.entries.erase(i) : std::next(i);
    }
  }
}

}  // namespace

SessionState* session_at(RouteTable& table, const Vantage& at) {
  const auto found = table.sessions.find(at);
  if (found != table.sessions.end()) return &found->second;
  if (at.source == RouteSource::ris) {
    const auto first = table.sessions.lower_bound(any_ris_peer);
    const auto peers = std::distance(first, table.sessions.end());
    if (static_cast<std::size_t>(peers) >= max_ris_peers) {
      ++table.dropped_entries;
      return nullptr;
    }
  }
  return &table.sessions[at];
}

void forget(RouteTable& table, const Vantage& at, SessionState::Link link, MonotonicTime now) {
  set_link(table.sessions[at], link, now);
  for (PrefixState& prefix : table.prefixes) {
    prefix.withdrawn.erase(at);
    prefix.dropped.erase(at);
    prefix.dropped_more_specifics.erase(at);
    auto i = prefix.entries.lower_bound({at, IpPrefix{}, 0});
    while (i != prefix.entries.end() && i->first.at == at) {
      if (link == SessionState::Link::down) {
        i = prefix.entries.erase(i);
        continue;
      }
      i->second.stale = true;
      i->second.withdrawn_at.reset();
      ++i;
    }
  }
}

bool end_table(FamilyTable& known, MonotonicTime now) {
  if (known.has_gaps || known.complete) return false;
  known.complete = true;
  known.ended_at = now;
  return true;
}

bool settle_tables(RouteTable& table, MonotonicTime now) {
  bool any = false;
  for (auto& [at, session] : table.sessions) {
    if (session.link != SessionState::Link::up || at.source == RouteSource::ris) continue;
    for (std::size_t i = 0; i < session.tables.size(); ++i) {
      FamilyTable& known = session.tables[i];
      if (!settles(session, known, now)) continue;
      known.complete = known.settled = true;
      sweep(table, at, static_cast<Family>(i));
      any = true;
    }
  }
  return any;
}

void forget_ris(RouteTable& table, MonotonicTime now) {
  auto session = table.sessions.lower_bound(any_ris_peer);
  for (; session != table.sessions.end(); ++session) {
    if (session->second.link != SessionState::Link::unknown) {
      set_link(session->second, SessionState::Link::unknown, now);
    }
  }
  for (PrefixState& prefix : table.prefixes) {
    for (auto* const vantages :
         {&prefix.withdrawn, &prefix.dropped, &prefix.dropped_more_specifics}) {
      vantages->erase(vantages->lower_bound(any_ris_peer), vantages->end());
    }
    auto i = prefix.entries.lower_bound({any_ris_peer, IpPrefix{}, 0});
    for (; i != prefix.entries.end(); ++i) i->second.stale = true;
  }
}

void begin_fading(RouteTable& table, MonotonicTime now) {
  auto i = table.sessions.lower_bound(any_ris_peer);
  for (; i != table.sessions.end(); ++i) {
    if (i->second.link != SessionState::Link::up) i->second.since = now;
  }
}

}  // namespace peeringd
