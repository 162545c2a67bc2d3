#include "routes/report_routes.hpp"

#include <algorithm>

#include "routes/anomalies.hpp"
#include "routes/presence.hpp"
#include "routes/report_vantage.hpp"

namespace peeringd {
namespace {

std::optional<std::size_t> index_of_choice(const MonitoredPrefix& monitored,
                                           const PathChoice& choice) {
  if (!choice.known || choice.session == nullptr) return std::nullopt;
  return static_cast<std::size_t>(choice.session - monitored.sessions.data());
}

/// An anomaly that lasts is bad, unless what shows it is in doubt; its absence is good if a source
/// would show it.
RouteSignalReading reading_of(const PrefixState& state, const FoundAnomalies& findings,
                              AnomalyKind anomaly, bool applies) {
  RouteSignalReading reading;
  reading.applies = applies;
  if (findings.known[index_of(anomaly)]) reading.bad = false;
  bool doubtful = false;
  for (const auto& [key, raised] : state.raised) {
    if (key.anomaly != anomaly || raised.informational) continue;
    if (findings.bad.contains(key)) {
      // Of several anomalies, the most severe decides.
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
                                    const MonitoredPrefix& monitored, SessionRole role) {
  const auto presence = presence_in_role(table, state, monitored, role);
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

RouteAnomaly report_anomaly(const AnomalyKey& key, const RaisedAnomaly& raised,
                            const FoundAnomalies& findings) {
  RouteAnomaly anomaly{raised.kind, key.network.to_string(), key.as, raised.summary, raised.since};
  const auto found = findings.bad.find(key);
  if (found == findings.bad.end()) return anomaly;
  const AnomalyEvidence& evidence = found->second;
  anomaly.bmp_witnesses = evidence.bmp_witnesses;
  anomaly.ris_witnesses = evidence.ris_witnesses.size();
  if (evidence.entry != nullptr) anomaly.path = std::get<BgpRoute>(evidence.entry->what).path;
  return anomaly;
}

PrefixRouteReport report_prefix(const RouteTable& table, const PrefixState& state,
                                const MonitoredPrefix& monitored, const RoutePlan& plan,
                                MonotonicTime now) {
  PrefixRouteReport report;
  report.connection = monitored.connection;
  report.prefix = monitored.prefix_index;
  for (const MonitoredSession& session : monitored.sessions) {
    report.sessions.push_back(report_session(table, state, monitored, session));
  }
  const PathChoices choices = choose_paths(table, state, monitored);
  report.active = index_of_choice(monitored, choices.active);
  report.backup = index_of_choice(monitored, choices.backup);
  const FoundAnomalies findings = find_anomalies(table, state, monitored, plan, now);
  for (const auto& [key, raised] : state.raised) {
    report.anomalies.push_back(report_anomaly(key, raised, findings));
  }
  report.events = state.events;
  const RouteVisibility seen = visibility_of(state, monitored.prefix);
  if (plan.ris_min_peers && table.ris_connected && seen.known >= min_peers_for_visibility) {
    report.visibility = seen;
  }
  if (plan.ris_min_peers) report.ris = report_ris(table, state, monitored);
  const auto set = [&report](RouteSignal signal, RouteSignalReading reading) {
    report.signals[static_cast<std::size_t>(signal)] = std::move(reading);
  };
  const auto anomaly = [&](RouteSignal signal, AnomalyKind of, bool applies) {
    set(signal, reading_of(state, findings, of, applies));
  };
  const bool ris = plan.ris_min_peers.has_value();
  const bool any = ris || !monitored.sessions.empty();
  const bool backup = presence_in_role(table, state, monitored, SessionRole::backup).has_value();
  anomaly(RouteSignal::origin, AnomalyKind::origin, any);
  anomaly(RouteSignal::backup_origin, AnomalyKind::backup_origin, backup);
  anomaly(RouteSignal::more_specific, AnomalyKind::more_specific, any);
  anomaly(RouteSignal::upstream, AnomalyKind::upstream, any && !monitored.rules.upstreams.empty());
  anomaly(RouteSignal::rpki_invalid, AnomalyKind::rpki_invalid, any && plan.rpki);
  anomaly(RouteSignal::visibility, AnomalyKind::visibility,
          ris && monitored.min_visibility.has_value());
  set(RouteSignal::withdrawn, presence_reading(table, state, monitored, SessionRole::primary));
  set(RouteSignal::backup_withdrawn,
      presence_reading(table, state, monitored, SessionRole::backup));
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
  return std::all_of(
      plan.prefixes.begin(), plan.prefixes.end(), [&](const MonitoredPrefix& monitored) {
        return std::all_of(monitored.sessions.begin(), monitored.sessions.end(),
                           [&](const MonitoredSession& session) {
                             if (session.at.router != router) return true;
                             const auto known = table.sessions.find(session.at);
                             const bool down = known != table.sessions.end() &&
                                               known->second.link == SessionState::Link::down;
                             return down || can_see(table, monitored.prefix.family(), session.at);
                           });
      });
}

}  // namespace peeringd
