#include "routes/observe.hpp"

#include <algorithm>

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
    std::erase_if(state_.raised, [&](const auto& item) {
      const FaultKey& key = item.first;
      if (findings.bad.contains(key) || !is_over(key, findings)) return false;
      events_.push_back(cleared_event(watched_, key));
      return true;
    });
    for (const auto& [key, evidence] : findings.bad) {
      if (state_.raised.contains(key) || is_one_too_many(key)) continue;
      Event event = fault_event(watched_, key, evidence, visibility_of(state_, watched_.prefix));
      state_.raised[key] = {now_, event.kind, event.summary, event.level == EventLevel::info,
                            is_mild(key, evidence)};
      events_.push_back(std::move(event));
    }
  }

  /// Own more-specifics may be many; they must not hide a foreign origin.
  bool is_one_too_many(const FaultKey& key) const {
    if (!is_informational(watched_, key)) return false;
    const auto raised = std::count_if(state_.raised.begin(), state_.raised.end(),
                                      [](const auto& item) { return item.second.informational; });
    return static_cast<std::size_t>(raised) >= most_informational_faults;
  }

  /// A fault that no route shows is over, unless a route that did is in doubt, or what it is
  /// compared with is not known.
  static bool is_over(const FaultKey& key, const FaultFindings& findings) {
    if (key.fault == FaultKind::visibility || key.fault == FaultKind::rpki_invalid) {
      if (!findings.known[static_cast<std::size_t>(key.fault)]) return false;
    }
    return !findings.in_doubt(key);
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
  std::vector<Event> events;
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
