#include "routes/observe.hpp"

#include <algorithm>
#include <utility>

#include "routes/anomalies.hpp"
#include "routes/event_text.hpp"
#include "routes/presence.hpp"
#include "routes/route_limits.hpp"

namespace peeringd {
namespace {

/// Derives the events of one prefix from its state, and remembers what it reported.
class PrefixEvaluation {
 public:
  PrefixEvaluation(const RouteTable& table, PrefixState& state, const MonitoredPrefix& monitored,
                   const RoutePlan& plan, MonotonicTime now, std::vector<Event>& events)
      : table_(table),
        state_(state),
        monitored_(monitored),
        plan_(plan),
        now_(now),
        events_(events) {}

  void run() {
    compare_presence();
    compare_anomalies();
    state_.path_is_pending = false;
    const PathChoices choices = choose_paths(table_, state_, monitored_);
    compare_path(SessionRole::primary, choices.active, state_.active);
    const bool same = choices.active.session == choices.backup.session;
    if (!same) compare_path(SessionRole::backup, choices.backup, state_.backup);
  }

 private:
  void compare_presence() {
    for (const MonitoredSession& session : monitored_.sessions) {
      if (!session.expects_prefix()) continue;
      const Presence now = presence_at(table_, state_, monitored_.prefix, session.at);
      if (now == Presence::unknown) continue;
      Presence& before = state_.last_known[session.at];
      if (before != Presence::unknown && before != now) report_presence(session, now);
      before = now;
    }
  }

  void report_presence(const MonitoredSession& session, Presence now) {
    const auto link = table_.sessions.find(session.at);
    const bool down =
        link != table_.sessions.end() && link->second.link == SessionState::Link::down;
    const BgpRoute* const route =
        now == Presence::present ? route_at(state_, monitored_.prefix, session.at) : nullptr;
    events_.push_back(presence_event(monitored_, session, route, down));
  }

  void compare_anomalies() {
    const FoundAnomalies findings = find_anomalies(table_, state_, monitored_, plan_, now_);
    for (auto& [key, anomaly] : state_.raised) note_witnesses(anomaly, key, findings);
    std::erase_if(state_.raised, [&](const auto& item) {
      const auto& [key, anomaly] = item;
      if (findings.bad.contains(key) || !is_over(key, anomaly, findings)) return false;
      events_.push_back(cleared_event(monitored_, key));
      return true;
    });
    for (const auto& [key, evidence] : findings.bad) {
      const auto raised = state_.raised.find(key);
      if (raised != state_.raised.end()) {
        update_level(raised->second, key, evidence);
      } else if (!is_one_too_many(key)) {
        events_.push_back(raise(state_.raised[key], key, evidence));
      }
    }
  }

  static void note_witnesses(RaisedAnomaly& anomaly, const AnomalyKey& key,
                             const FoundAnomalies& findings) {
    const auto found = findings.bad.find(key);
    if (found != findings.bad.end()) {
      anomaly.ris_only = found->second.bmp_witnesses == 0 && key.anomaly != AnomalyKind::visibility;
      anomaly.unconfirmed = false;
    } else if (findings.doubtful.contains(key)) {
      anomaly.unconfirmed = true;
    }
  }

  Event raise(RaisedAnomaly& anomaly, const AnomalyKey& key, const AnomalyEvidence& evidence) {
    Event event =
        anomaly_event(monitored_, key, evidence, visibility_of(state_, monitored_.prefix));
    if (anomaly.since == MonotonicTime{}) anomaly.since = now_;
    anomaly.kind = event.kind;
    anomaly.summary = event.summary;
    anomaly.informational = is_informational(monitored_, key);
    anomaly.mild = is_downgraded(key, evidence);
    anomaly.awaits_rpki = evidence.awaits_rpki;
    anomaly.ris_only = evidence.bmp_witnesses == 0 && key.anomaly != AnomalyKind::visibility;
    return event;
  }

  /// The level follows the VRPs and the rules; an event repeats the anomaly if it is worse than it
  /// was. VRPs that expired leave the level as it is.
  void update_level(RaisedAnomaly& anomaly, const AnomalyKey& key,
                    const AnomalyEvidence& evidence) {
    const bool informational = is_informational(monitored_, key);
    const bool rpki_is_known = table_.vrps.has_value();
    if (!rpki_is_known && !evidence.awaits_rpki && !anomaly.awaits_rpki &&
        informational == anomaly.informational) {
      return;
    }
    const bool mild = is_downgraded(key, evidence);
    if (informational == anomaly.informational && mild == anomaly.mild &&
        evidence.awaits_rpki == anomaly.awaits_rpki) {
      return;
    }
    const bool is_worse = (anomaly.informational && !informational) || (anomaly.mild && !mild);
    Event event = raise(anomaly, key, evidence);
    if (is_worse) events_.push_back(std::move(event));
  }

  /// Own more-specifics may be many; they must not hide a foreign origin.
  bool is_one_too_many(const AnomalyKey& key) const {
    if (!is_informational(monitored_, key)) return false;
    const auto raised = std::count_if(state_.raised.begin(), state_.raised.end(),
                                      [](const auto& item) { return item.second.informational; });
    return static_cast<std::size_t>(raised) >= max_informational_anomalies;
  }

  /// An anomaly that no route shows is over, unless a route that did is in doubt, or what it is
  /// compared with is not known.
  bool is_over(const AnomalyKey& key, const RaisedAnomaly& anomaly,
               const FoundAnomalies& findings) const {
    if (key.anomaly == AnomalyKind::rpki_invalid && plan_.rpki && !table_.vrps) return false;
    const bool compares_visibility = plan_.ris_min_peers && monitored_.min_visibility;
    if (key.anomaly == AnomalyKind::visibility && compares_visibility &&
        !findings.known[index_of(key.anomaly)]) {
      return false;
    }
    return !findings.in_doubt(key) && !ris_leaves_in_doubt(key, anomaly, findings);
  }

  /// Silent RIS peers do not prove an end, nor do those whose route could not be read if they are
  /// enough to show the anomaly.
  bool ris_leaves_in_doubt(const AnomalyKey& key, const RaisedAnomaly& anomaly,
                           const FoundAnomalies& findings) const {
    if (!plan_.ris_min_peers || !anomaly.ris_only) return false;
    if (anomaly.unconfirmed && !findings.ris_is_known) return true;
    const auto& unread = findings.ris_unread;
    const auto peers = std::count(unread.begin(), unread.end(), key.network);
    return static_cast<std::size_t>(peers) >= *plan_.ris_min_peers;
  }

  void compare_path(SessionRole role, const PathChoice& choice, ReportedPath& memory) {
    if (!choice.known || choice.session == nullptr) return;
    const BgpRoute* const route = route_at(state_, monitored_.prefix, choice.session->at);
    if (route == nullptr) return;
    KnownPath path{choice.session->at, route->path};
    if (memory.reported == path) return;
    if (memory.changed_at && now_ - *memory.changed_at < path_event_pause) {
      state_.path_is_pending = true;
      return;
    }
    events_.push_back(path_event(monitored_, role, path, route->origin));
    if (memory.reported) memory.changed_at = now_;
    memory.reported = std::move(path);
  }

  const RouteTable& table_;
  PrefixState& state_;
  const MonitoredPrefix& monitored_;
  const RoutePlan& plan_;
  MonotonicTime now_;
  std::vector<Event>& events_;
};

}  // namespace

std::vector<Event> observe(RouteTable& table, const RoutePlan& plan, const RouteInput& input,
                           MonotonicTime now) {
  std::vector<Event> events = std::exchange(table.unpublished, {});
  for (const std::size_t index : apply(table, plan, input, now)) {
    const std::size_t first = events.size();
    PrefixState& state = table.prefixes[index];
    PrefixEvaluation(table, state, plan.prefixes[index], plan, now, events).run();
    for (std::size_t i = first; i < events.size(); ++i) {
      RouteEventCount& count = state.events[events[i].kind];
      count = {count.count + 1, now};
    }
  }
  return events;
}

}  // namespace peeringd
