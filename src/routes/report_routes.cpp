#include "routes/report_routes.hpp"

#include <algorithm>

#include "routes/faults.hpp"
#include "routes/presence.hpp"
#include "routes/report_vantage.hpp"

namespace peeringd {
namespace {

std::optional<std::size_t> index_of_choice(const WatchedPrefix& watched, const PathChoice& choice) {
  if (!choice.known || choice.session == nullptr) return std::nullopt;
  return static_cast<std::size_t>(choice.session - watched.sessions.data());
}

/// A fault that lasts is bad, unless what shows it is in doubt; its absence is good if a source
/// would show it.
RouteSignalReading reading_of(const PrefixState& state, const FaultFindings& findings,
                              FaultKind fault, bool applies) {
  RouteSignalReading reading;
  reading.applies = applies;
  if (findings.known[static_cast<std::size_t>(fault)]) reading.bad = false;
  bool doubtful = false;
  for (const auto& [key, raised] : state.raised) {
    if (key.fault != fault || raised.informational) continue;
    if (findings.bad.contains(key)) {
      // Several bad states: that which matters most decides.
      if (reading.bad != true || (reading.mild && !raised.mild)) reading.note = raised.summary;
      reading.mild = raised.mild && (reading.bad != true || reading.mild);
      reading.bad = true;
    } else {
      doubtful = true;
    }
  }
  if (doubtful && reading.bad == false) reading.bad.reset();
  if (!reading.bad) reading.note = "no source of routes shows it";
  return reading;
}

RouteSignalReading presence_reading(const RouteTable& table, const PrefixState& state,
                                    const WatchedPrefix& watched, SessionRole role) {
  const auto presence = presence_in_role(table, state, watched, role);
  RouteSignalReading reading;
  reading.applies = presence.has_value();
  if (!presence || *presence == Presence::unknown) {
    reading.note = "its sessions are not known";
    return reading;
  }
  reading.bad = *presence == Presence::absent;
  if (*reading.bad) {
    reading.note = role == SessionRole::primary ? "no primary session has the route"
                                                : "no backup session has the route";
  }
  return reading;
}

RouteFault report_fault(const FaultKey& key, const RaisedFault& raised,
                        const FaultFindings& findings) {
  RouteFault fault{raised.kind, key.network.to_string(), key.as, raised.summary, raised.since};
  const auto found = findings.bad.find(key);
  if (found == findings.bad.end()) return fault;
  const FaultEvidence& evidence = found->second;
  fault.bmp_witnesses = evidence.bmp_witnesses;
  fault.ris_witnesses = evidence.ris_witnesses.size();
  if (evidence.entry != nullptr) fault.path = std::get<BgpRoute>(evidence.entry->what).path;
  return fault;
}

PrefixRouteReport report_prefix(const RouteTable& table, const PrefixState& state,
                                const WatchedPrefix& watched, const RoutePlan& plan,
                                MonotonicTime now) {
  PrefixRouteReport report;
  report.connection = watched.connection;
  report.prefix = watched.prefix_index;
  for (const WatchedSession& session : watched.sessions) {
    report.sessions.push_back(report_session(table, state, watched, session));
  }
  const PathChoices choices = choose_paths(table, state, watched);
  report.active = index_of_choice(watched, choices.active);
  report.backup = index_of_choice(watched, choices.backup);
  const FaultFindings findings = find_faults(table, state, watched, plan, now);
  for (const auto& [key, raised] : state.raised) {
    report.faults.push_back(report_fault(key, raised, findings));
  }
  report.events = state.events;
  const RouteVisibility seen = visibility_of(state, watched.prefix);
  if (plan.ris_min_peers && table.ris_connected && seen.known >= min_peers_for_visibility) {
    report.visibility = seen;
  }
  if (plan.ris_min_peers) report.ris = report_ris(table, state, watched);
  const auto set = [&report](RouteSignal signal, RouteSignalReading reading) {
    report.signals[static_cast<std::size_t>(signal)] = std::move(reading);
  };
  const auto fault = [&](RouteSignal signal, FaultKind of, bool applies) {
    set(signal, reading_of(state, findings, of, applies));
  };
  const bool ris = plan.ris_min_peers.has_value();
  const bool any = ris || !watched.sessions.empty();
  const bool backup = presence_in_role(table, state, watched, SessionRole::backup).has_value();
  fault(RouteSignal::origin, FaultKind::origin, any);
  fault(RouteSignal::backup_origin, FaultKind::backup_origin, backup);
  fault(RouteSignal::more_specific, FaultKind::more_specific, any);
  fault(RouteSignal::upstream, FaultKind::upstream, any && !watched.rules.upstreams.empty());
  fault(RouteSignal::rpki_invalid, FaultKind::rpki_invalid, any && plan.rpki);
  fault(RouteSignal::visibility, FaultKind::visibility,
        ris && watched.least_visibility.has_value());
  set(RouteSignal::withdrawn, presence_reading(table, state, watched, SessionRole::primary));
  set(RouteSignal::backup_withdrawn, presence_reading(table, state, watched, SessionRole::backup));
  return report;
}

}  // namespace

std::vector<PrefixRouteReport> report_routes(const RouteTable& table, const RoutePlan& plan,
                                             MonotonicTime now) {
  std::vector<PrefixRouteReport> reports;
  reports.reserve(plan.prefixes.size());
  for (std::size_t i = 0; i < plan.prefixes.size(); ++i) {
    reports.push_back(report_prefix(table, table.prefixes[i], plan.prefixes[i], plan, now));
  }
  return reports;
}

std::vector<BmpSessionStatus> report_sessions(const RouteTable& table) {
  std::vector<BmpSessionStatus> sessions;
  for (const auto& [at, state] : table.sessions) {
    const bool of_peer = at.source == RouteSource::bmp && at.view != RouteView::local;
    if (!of_peer || state.link == SessionState::Link::unknown) continue;
    const BmpSessionStatus status{at.router, at.peer, state.peer_as,
                                  state.link == SessionState::Link::up};
    if (sessions.empty() || sessions.back() != status) sessions.push_back(status);
  }
  return sessions;
}

bool is_synchronised(const RouteTable& table, const RoutePlan& plan, const std::string& router) {
  return std::all_of(plan.prefixes.begin(), plan.prefixes.end(), [&](const WatchedPrefix& watched) {
    return std::all_of(
        watched.sessions.begin(), watched.sessions.end(), [&](const WatchedSession& session) {
          if (session.at.router != router) return true;
          const auto known = table.sessions.find(session.at);
          const bool down =
              known != table.sessions.end() && known->second.link == SessionState::Link::down;
          return down || can_see(table, watched.prefix.family(), session.at);
        });
  });
}

}  // namespace peeringd
