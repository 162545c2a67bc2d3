#include "routes/presence.hpp"

namespace peeringd {
namespace {

/// Calls `use` for the entries of the prefix itself at one vantage.
template <typename Use>
void for_each_path(const PrefixState& state, const IpPrefix& prefix, const Vantage& at, Use use) {
  for (auto i = state.entries.lower_bound({at, prefix, 0});
       i != state.entries.end() && i->first.at == at && i->first.network == prefix; ++i) {
    use(i->second);
  }
}

PathChoice first_with_prefix(const RouteTable& table, const PrefixState& state,
                             const MonitoredPrefix& monitored, SessionRole role) {
  PathChoice choice{true, nullptr};
  for (const MonitoredSession& session : monitored.sessions) {
    if (!session.expects_prefix() || session.role != role) continue;
    const Presence presence = presence_at(table, state, monitored.prefix, session.at);
    if (presence == Presence::present) return {choice.known, &session};
    if (presence == Presence::unknown) choice.known = false;
  }
  return choice;
}

const MonitoredSession* own_table(const MonitoredPrefix& monitored) {
  for (const MonitoredSession& session : monitored.sessions) {
    if (session.shows == SessionShows::local) return &session;
  }
  return nullptr;
}

}  // namespace

Presence presence_at(const RouteTable& table, const PrefixState& state, const IpPrefix& prefix,
                     const Vantage& at) {
  const auto found = table.sessions.find(at);
  if (found == table.sessions.end()) return Presence::unknown;
  const SessionState& session = found->second;
  if (session.link == SessionState::Link::unknown) return Presence::unknown;
  if (session.link == SessionState::Link::down) return Presence::absent;
  bool present = false;
  bool doubtful = false;
  for_each_path(state, prefix, at, [&](const RouteEntry& entry) {
    const bool fresh = !entry.stale && std::holds_alternative<BgpRoute>(entry.what);
    (fresh ? present : doubtful) = true;
  });
  if (present) return Presence::present;
  if (doubtful) return Presence::unknown;
  if (state.withdrawn.contains(at)) return Presence::absent;
  if (session.only_withdraws()) return Presence::unknown;
  const FamilyTable& known = session.tables[static_cast<std::size_t>(prefix.family())];
  const bool known_absent =
      (known.complete && known.settled) || (session.began_empty && !known.has_gaps);
  return known_absent ? Presence::absent : Presence::unknown;
}

const BgpRoute* route_at(const PrefixState& state, const IpPrefix& prefix, const Vantage& at) {
  const BgpRoute* first = nullptr;
  for_each_path(state, prefix, at, [&first](const RouteEntry& entry) {
    if (first == nullptr && !entry.stale) first = std::get_if<BgpRoute>(&entry.what);
  });
  return first;
}

bool can_see(const RouteTable& table, Family family, const Vantage& at) {
  const auto found = table.sessions.find(at);
  if (found == table.sessions.end()) return false;
  const SessionState& session = found->second;
  return session.link == SessionState::Link::up && !session.only_withdraws() &&
         session.tables[static_cast<std::size_t>(family)].complete;
}

PathChoices choose_paths(const RouteTable& table, const PrefixState& state,
                         const MonitoredPrefix& monitored) {
  PathChoices choices;
  choices.backup = first_with_prefix(table, state, monitored, SessionRole::backup);
  if (const MonitoredSession* const own = own_table(monitored)) {
    const Presence presence = presence_at(table, state, monitored.prefix, own->at);
    choices.active = {presence != Presence::unknown, presence == Presence::present ? own : nullptr};
    return choices;
  }
  choices.active = first_with_prefix(table, state, monitored, SessionRole::primary);
  if (choices.active.known && choices.active.session == nullptr) choices.active = choices.backup;
  return choices;
}

std::optional<Presence> presence_in_role(const RouteTable& table, const PrefixState& state,
                                         const MonitoredPrefix& monitored, SessionRole role) {
  std::optional<Presence> result;
  for (const MonitoredSession& session : monitored.sessions) {
    if (!session.expects_prefix() || session.role != role) continue;
    const Presence presence = presence_at(table, state, monitored.prefix, session.at);
    if (presence == Presence::present) return presence;
    if (!result || presence == Presence::unknown) result = presence;
  }
  return result;
}

}  // namespace peeringd
