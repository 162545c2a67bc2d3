#include "routes/observe.hpp"

#include <algorithm>
#include <utility>

#include "routes/event_text.hpp"
#include "routes/faults.hpp"
#include "routes/presence.hpp"
#include "routes/route_limits.hpp"

namespace peeringd {
namespace {

/// Derives the events of one prefix from its state, and remembers what it reported.
class PrefixEvaluation {
 public:
  PrefixEvaluation(const RouteTable& table, PrefixState& state, const WatchedPrefix& watched,
                   const RoutePlan& plan, MonotonicTime now, std::vector<Event>& events)
      : table_(table), state_(state), watched_(watched), plan_(plan), now_(now), events_(events) {}

  void run() {
    compare_presence();
    compare_faults();
    state_.path_is_pending = false;
    const PathChoices choices = choose_paths(table_, state_, watched_);
    compare_path(SessionRole::primary, choices.active, state_.active);
    const bool same = choices.active.session == choices.backup.session;
    if (!same) compare_path(SessionRole::backup, choices.backup, state_.backup);
  }

 private:
  void compare_presence() {
    for (const WatchedSession& session : watched_.sessions) {
      if (!session.expects_prefix()) continue;
      const Presence now = presence_at(table_, state_, watched_.prefix, session.at);
      if (now == Presence::unknown) continue;
      Presence& before = state_.last_known[session.at];
      if (before != Presence::unknown && before != now) report_presence(session, now);
      before = now;
    }
  }

  void report_presence(const WatchedSession& session, Presence now) {
    const auto link = table_.sessions.find(session.at);
    const bool down =
        link != table_.sessions.end() && link->second.link == SessionState::Link::down;
    const BgpRoute* const route =
        now == Presence::present ? route_at(state_, watched_.prefix, session.at) : nullptr;
    events_.push_back(presence_event(watched_, session, route, down));
  }

  void compare_faults() {
    const FaultFindings findings = find_faults(table_, state_, watched_, plan_, now_);
    for (auto& [key, fault] : state_.raised) note_witnesses(fault, key, findings);
    std::erase_if(state_.raised, [&](const auto& item) {
      const auto& [key, fault] = item;
      if (findings.bad.contains(key) || !is_over(key, fault, findings)) return false;
      events_.push_back(cleared_event(watched_, key));
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

  static void note_witnesses(RaisedFault& fault, const FaultKey& key,
                             const FaultFindings& findings) {
    const auto found = findings.bad.find(key);
    if (found != findings.bad.end()) {
      fault.ris_only = found->second.bmp_witnesses == 0 && key.fault != FaultKind::visibility;
      fault.unconfirmed = false;
    } else if (findings.doubtful.contains(key)) {
      fault.unconfirmed = true;
    }
  }

  Event raise(RaisedFault& fault, const FaultKey& key, const FaultEvidence& evidence) {
    Event event = fault_event(watched_, key, evidence, visibility_of(state_, watched_.prefix));
    if (fault.since == MonotonicTime{}) fault.since = now_;
    fault.kind = event.kind;
    fault.summary = event.summary;
    fault.informational = is_informational(watched_, key);
    fault.mild = is_downgraded(key, evidence);
    fault.awaits_rpki = evidence.awaits_rpki;
    fault.ris_only = evidence.bmp_witnesses == 0 && key.fault != FaultKind::visibility;
    return event;
  }

  /// The level follows the VRPs and the rules; an event repeats the fault if it is worse than it
  /// was. VRPs that expired leave the level as it is.
  void update_level(RaisedFault& fault, const FaultKey& key, const FaultEvidence& evidence) {
    const bool informational = is_informational(watched_, key);
    const bool rpki_is_known = table_.vrps.has_value();
    if (!rpki_is_known && !evidence.awaits_rpki && !fault.awaits_rpki &&
        informational == fault.informational) {
      return;
    }
    const bool mild = is_downgraded(key, evidence);
    if (informational == fault.informational && mild == fault.mild &&
        evidence.awaits_rpki == fault.awaits_rpki) {
      return;
    }
    const bool is_worse = (fault.informational && !informational) || (fault.mild && !mild);
    Event event = raise(fault, key, evidence);
    if (is_worse) events_.push_back(std::move(event));
  }

  /// Own more-specifics may be many; they must not hide a foreign origin.
  bool is_one_too_many(const FaultKey& key) const {
    if (!is_informational(watched_, key)) return false;
    const auto raised = std::count_if(state_.raised.begin(), state_.raised.end(),
                                      [](const auto& item) { return item.second.informational; });
    return static_cast<std::size_t>(raised) >= max_informational_faults;
  }

  /// A fault that no route shows is over, unless a route that did is in doubt, or what it is
  /// compared with is not known.
  bool is_over(const FaultKey& key, const RaisedFault& fault, const FaultFindings& findings) const {
    if (key.fault == FaultKind::rpki_invalid && plan_.rpki && !table_.vrps) return false;
    const bool compares_visibility = plan_.ris_min_peers && watched_.least_visibility;
    if (key.fault == FaultKind::visibility && compares_visibility &&
        !findings.known[static_cast<std::size_t>(key.fault)]) {
      return false;
    }
    return !findings.in_doubt(key) && !ris_leaves_in_doubt(key, fault, findings);
  }

  /// Silent RIS peers do not prove an end, nor do those whose route could not be read if they are
  /// enough to show the fault.
  bool ris_leaves_in_doubt(const FaultKey& key, const RaisedFault& fault,
                           const FaultFindings& findings) const {
    if (!plan_.ris_min_peers || !fault.ris_only) return false;
    if (fault.unconfirmed && !findings.ris_is_known) return true;
    const auto& unread = findings.ris_unread;
    const auto peers = std::count(unread.begin(), unread.end(), key.network);
    return static_cast<std::size_t>(peers) >= *plan_.ris_min_peers;
  }

  void compare_path(SessionRole role, const PathChoice& choice, ReportedPath& memory) {
    if (!choice.known || choice.session == nullptr) return;
    const BgpRoute* const route = route_at(state_, watched_.prefix, choice.session->at);
    if (route == nullptr) return;
    KnownPath path{choice.session->at, route->path};
    if (memory.reported == path) return;
    if (memory.changed_at && now_ - *memory.changed_at < path_event_pause) {
      state_.path_is_pending = true;
      return;
    }
    events_.push_back(path_event(watched_, role, path, route->origin));
    if (memory.reported) memory.changed_at = now_;
    memory.reported = std::move(path);
  }

  const RouteTable& table_;
  PrefixState& state_;
  const WatchedPrefix& watched_;
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
